import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { longRunningStatuses } from '../targets/pod-containers.ts';

/**
 * How a pod shows that a container of it came to an end that nobody asked for. `restarted`: it was started again. `ended`: it is over
 * and is to be started again. `back-off`: it waits for that in CrashLoopBackOff.
 */
export const REAP_CAUSES = ['restarted', 'ended', 'back-off'] as const;

/** One of them. */
export type ReapCause = (typeof REAP_CAUSES)[number];

/** What a pod shows of the ends of its containers. */
export type ContainerEnd = Readonly<{
  cause: ReapCause;
  container: string;
  /** How often containers of the pod were started again, all of them together. */
  restarts: number;
}>;

/** What the kubelet says of a container that waits for its restart. Source: pkg/kubelet/container/sync_result.go (`ErrCrashLoopBackOff`). */
const BACK_OFF = 'CrashLoopBackOff';

/** How often containers of a pod were started again, all of them together; sidecars count, init containers don't. */
export function restartsOf(pod: V1Pod): number {
  return longRunningStatuses(pod).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** How many ends of containers a pod shows: as many as restarts, and one more for each that is over and not started again yet. */
export function endsOf(pod: V1Pod): number {
  const over = longRunningStatuses(pod).filter((status) => isInBackOff(status) || isToRestart(pod, status));
  return restartsOf(pod) + over.length;
}

/**
 * The end of a container that a pod shows, the worst first: of one that waits, of one that is over, of the one that was started again
 * last; undefined where there was none. A pod does not say why: a failed liveness probe and an end of its own look alike.
 */
export function endOfContainer(pod: V1Pod): ContainerEnd | undefined {
  const statuses = longRunningStatuses(pod);
  const restarts = restartsOf(pod);
  const told = (cause: ReapCause, status: V1ContainerStatus | undefined): ContainerEnd | undefined =>
    status === undefined ? undefined : { cause, container: status.name, restarts };
  const [latest] = statuses
    .filter(({ restartCount }) => restartCount > 0)
    .toSorted((a, b) => endedAtMs(b) - endedAtMs(a));
  return (
    told('back-off', statuses.find(isInBackOff)) ??
    told(
      'ended',
      statuses.find((status) => isToRestart(pod, status)),
    ) ??
    told('restarted', latest)
  );
}

function isInBackOff({ state }: V1ContainerStatus): boolean {
  return state?.waiting?.reason === BACK_OFF;
}

/** Whether a container is over and is to be started again: one of a Job that has done its work is not. */
function isToRestart({ spec }: V1Pod, { state }: V1ContainerStatus): boolean {
  const exitCode = state?.terminated?.exitCode;
  if (exitCode === undefined || spec?.restartPolicy === 'Never') return false;
  return spec?.restartPolicy !== 'OnFailure' || exitCode !== 0;
}

/** 0 where nothing is told: of a container that was removed with all others of its pod Kubernetes keeps no time. */
function endedAtMs({ lastState }: V1ContainerStatus): number {
  const atMs = new Date(lastState?.terminated?.finishedAt ?? Number.NaN).getTime();
  return Number.isNaN(atMs) ? 0 : atMs;
}
