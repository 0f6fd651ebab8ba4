import type { Container, Pod, Clock } from '@pod-contagion/api-server/objects';
import { httpTarget } from './probe-target.ts';
import type { Probers } from './probers.ts';
import type { Reach } from './reach.ts';
import type { RunningContainer } from '../runtime/runtime-types.ts';

type Handler = NonNullable<NonNullable<Container['lifecycle']>['preStop']>;

/** Where a hook runs. */
export type HookPlace = Readonly<{
  pod: Pod;
  container: Container;
  process: RunningContainer;
  reach: Reach;
  probers: Probers;
  clock: Clock;
}>;

/**
 * Runs a hook of a container's life, for `timeoutMs` at most; rejects where it fails.
 *
 * Source: pkg/kubelet/lifecycle/handlers.go (`Run`).
 */
export async function runHook(handler: Handler, place: HookPlace, timeoutMs: number): Promise<void> {
  const { container, process, reach, probers, clock } = place;
  if (handler.exec !== undefined) {
    const { exitCode, output } = await process.exec(handler.exec.command ?? [], timeoutMs);
    if (exitCode !== 0) throw new Error(`command exited with ${exitCode}: ${output}`);
  } else if (handler.httpGet !== undefined) {
    const target = httpTarget(handler.httpGet, container, reach, timeoutMs);
    if (target === undefined) throw new Error(`couldn't find port: ${handler.httpGet.port}`);
    const { passed, output } = await probers.http(target);
    if (!passed) throw new Error(output);
  } else if (handler.sleep !== undefined) {
    const sleepMs = Math.min(handler.sleep.seconds * 1000, timeoutMs);
    await new Promise<void>((resolve) => {
      clock.schedule(sleepMs, resolve);
    });
  }
}
