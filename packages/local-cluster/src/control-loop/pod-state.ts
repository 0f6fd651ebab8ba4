import type { Pod } from '@pod-contagion/api-server/objects';

/** Says whether a pod counts as one: not ended and not being deleted. Source: controller_utils.go (`IsPodActive`). */
export function isActive(pod: Pod): boolean {
  return !isEnded(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Says whether a pod is being deleted but still runs. Source: controller_utils.go (`IsPodTerminating`). */
export function isTerminating(pod: Pod): boolean {
  return !isEnded(pod) && pod.metadata.deletionTimestamp !== undefined;
}

/** Says whether all containers of a pod have ended for good. Source: pkg/api/v1/pod/util.go (`IsPodTerminal`). */
export function isEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Says whether a pod's condition Ready is true. */
export function isReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** Since when a pod is ready, in milliseconds since 1970; undefined where it is not. */
export function readySinceMs(pod: Pod): number | undefined {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True' || condition.lastTransitionTime === undefined) return undefined;
  return Date.parse(condition.lastTransitionTime);
}

/** Says whether a pod is ready and has been for `minReadySeconds`. Source: pkg/api/v1/pod/util.go (`IsPodAvailable`). */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  if (!isReady(pod)) return false;
  if (minReadySeconds === 0) return true;
  const sinceMs = readySinceMs(pod);
  return sinceMs !== undefined && sinceMs + minReadySeconds * 1000 <= nowMs;
}

function readyCondition({ status }: Pod): { status: string; lastTransitionTime?: string } | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready') as
    { status: string; lastTransitionTime?: string } | undefined;
}
