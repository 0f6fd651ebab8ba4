import type { Clock, Probe } from '@pod-contagion/api-server/objects';
import { tcpTarget } from './probe-target.ts';
import type { Probers } from './probers.ts';
import type { Reach } from './reach.ts';
import type { Instance, Slot } from './slot.ts';

/** How many containers may be starting at once, for each core: more would only fail their probes while they wait for it. */
export const STARTS_PER_CORE = 2;

/** How long a container counts as starting, in milliseconds, where nothing says that it listens. */
const SETTLE_MS = 150;

/** How long the first start of a container may count as starting until it listens, in milliseconds. */
const MAX_FIRST_SETTLE_MS = 3_000;

/** How often it is looked whether a container listens, in milliseconds. */
const LOOK_MS = 50;

/**
 * Holds a container's place among the starting until it is through with that: where its readiness probe goes over
 * the network, until something listens there. Connecting is all that is done; what is probed, and when, is
 * left to the probes. Restarts only wait a moment: the course of an experiment must not depend on this.
 */
export async function settleStart(
  clock: Clock,
  slot: Slot,
  instance: Instance,
  reach: Reach,
  probers: Probers,
): Promise<void> {
  const release = slot.releaseStart;
  const isListening = instance.attempt === 0 ? listenCheck(slot, reach, probers) : undefined;
  const untilMs = clock.nowMs() + (isListening === undefined ? SETTLE_MS : MAX_FIRST_SETTLE_MS);
  const stepMs = isListening === undefined ? SETTLE_MS : LOOK_MS;
  while (instance.end === undefined && clock.nowMs() < untilMs) {
    await new Promise<void>((resolve) => {
      clock.schedule(stepMs, resolve);
    });
    if (isListening !== undefined && (await isListening())) break;
  }
  release?.();
}

function listenCheck(slot: Slot, reach: Reach, probers: Probers): (() => Promise<boolean>) | undefined {
  const { httpGet, tcpSocket }: Probe = slot.spec.readinessProbe ?? {};
  const place = httpGet ?? tcpSocket;
  const target = place && tcpTarget(place, slot.spec, reach, SETTLE_MS);
  return target && (async () => (await probers.tcp(target)).passed);
}
