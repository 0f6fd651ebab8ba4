import type { V1Pod } from '@kubernetes/client-node';
import { readPod } from '../kubernetes/pods.ts';
import type { PodName } from '../pod-name.ts';
import { containerStatus } from '../targets/pod-containers.ts';
import { goneBecause } from './inject.ts';
import type { RunContext } from './run-context.ts';
import { pace } from './wait.ts';

/** How long the end of a container is waited for after a signal, in ms. */
const EVIDENCE_LIMIT_MS = 30_000;

/** What tells one instance of a container from the next, and whether it runs; undefined where it has no status. */
export function instanceOf(pod: V1Pod | undefined, container: string | undefined): string | undefined {
  const status = pod === undefined || container === undefined ? undefined : containerStatus(pod, container);
  if (status === undefined) return undefined;
  const { containerID = '', restartCount, state } = status;
  return `${containerID} ${restartCount} ${state?.terminated === undefined ? 'runs' : 'ended'}`;
}

/**
 * Whether a container has ended since. An agent that shares the processes of a container dies with its first one,
 * before it can report, so that the container itself is the witness.
 */
export async function sawSignal(
  { kube, giveUp, pollMs }: RunContext,
  pod: PodName,
  container: string | undefined,
  before: string | undefined,
): Promise<boolean> {
  const untilMs = performance.now() + EVIDENCE_LIMIT_MS;
  const looks = pace(pollMs);
  while (!giveUp.aborted && performance.now() < untilMs) {
    const now = await readPod(kube, pod, giveUp).catch(() => null);
    if (now !== null) {
      if (goneBecause(now, pod) !== undefined) return true;
      if (instanceOf(now, container) !== before) return true;
    }
    await looks.wait(giveUp);
  }
  return false;
}
