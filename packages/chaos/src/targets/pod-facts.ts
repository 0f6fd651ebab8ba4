import type { V1Pod } from '@kubernetes/client-node';
import type { PodName } from '../pod-name.ts';

/** Namespace, name and uid of a pod that the API server gave. */
export function podNameOf({ metadata }: V1Pod): PodName {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '', uid: metadata?.uid ?? '' };
}

/** Says whether a pod counts as serving: its condition Ready is True and nobody deletes it. */
export function isReady(pod: V1Pod): boolean {
  const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  return ready === true && !isTerminating(pod);
}

/** Says whether somebody deletes a pod already. */
export function isTerminating({ metadata }: V1Pod): boolean {
  return metadata?.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null;
}

/** Says whether a pod runs and stays: what the share of a namespace is counted over. */
export function isRunning(pod: V1Pod): boolean {
  return pod.status?.phase === 'Running' && !isTerminating(pod);
}

/**
 * Says whether a pod only mirrors one that the kubelet has from a file. The API can neither end it nor put a container
 * into it.
 *
 * Source: kubernetes.io/docs/tasks/configure-pod-container/static-pod.
 */
export function isMirror({ metadata }: V1Pod): boolean {
  return metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** Age of a pod in ms; 0 where it does not tell when it was made, so that it counts as young. */
export function ageMsOf({ metadata }: V1Pod, nowMs: number): number {
  const createdMs = new Date(metadata?.creationTimestamp ?? Number.NaN).getTime();
  return Number.isNaN(createdMs) ? 0 : Math.max(0, nowMs - createdMs);
}

/** Order of namespace, name and uid by code units: the same on every machine, whatever its language. */
export function comparePods(a: PodName, b: PodName): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name) || compare(a.uid, b.uid);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
