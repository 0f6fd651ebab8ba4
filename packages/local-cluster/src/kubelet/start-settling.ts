import type { Clock } from '../machinery/clock.ts';
import type { ContainerProbe } from './probe-worker.ts';
import type { Instance, Slot } from './slot.ts';

/** How many containers may be starting at once, for each core: more would only fail their probes while they wait for it. */
export const STARTS_PER_CORE = 2;

/** How long a container counts as starting, in milliseconds, where nothing says that it is ready. */
const SETTLE_MS = 150;

/** How long the first start of a container may count as starting until its readiness probe passes, in milliseconds. */
const MAX_FIRST_SETTLE_MS = 3_000;

/** How often a first start is looked at, in milliseconds. */
const EARLY_PROBE_MS = 50;

/**
 * Holds a container's place among the starting until it is through with that. A container's first start is probed for
 * readiness every 50 ms meanwhile, by probes of which only one that passes counts: so many pods made together are ready as soon as
 * the machine can start them, without waiting for the ticks of their probes. Restarts are left to their ticks, as they
 * are in Kubernetes: the course of an experiment does not depend on this.
 */
export async function settleStart(
  clock: Clock,
  slot: Slot,
  instance: Instance,
  probe: ContainerProbe | undefined,
): Promise<void> {
  const release = slot.releaseStart;
  const early = instance.attempt === 0 ? probe : undefined;
  const untilMs = clock.nowMs() + (early === undefined ? SETTLE_MS : MAX_FIRST_SETTLE_MS);
  const stepMs = early === undefined ? SETTLE_MS : EARLY_PROBE_MS;
  while (instance.end === undefined && clock.nowMs() < untilMs) {
    await new Promise<void>((resolve) => {
      clock.schedule(stepMs, resolve);
    });
    if (early !== undefined && (early.isPassing(instance) || (await early.tryEarly()))) break;
  }
  release?.();
}
