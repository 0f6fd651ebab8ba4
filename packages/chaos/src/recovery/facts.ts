import type { V1Deployment, V1Pod, V1StatefulSet } from '@kubernetes/client-node';
import { ownersOf } from '../targets/owner.ts';
import { longRunningStatuses } from '../targets/pod-containers.ts';
import { isReady, isTerminating } from '../targets/pod-facts.ts';

/** What a pod looks like for the question whether it serves. */
export type PodFacts = Readonly<{
  namespace: string;
  name: string;
  uid: string;
  /** As `kubectl get` would name the topmost owner that its metadata tells; undefined for a bare pod. */
  owner: string | undefined;
  ready: boolean;
  terminating: boolean;
  /** `done`: all containers ended well and stay so; `failed`: they ended otherwise. */
  ended: 'done' | 'failed' | undefined;
  /** Of all containers together, sidecars too. */
  restarts: number;
}>;

/** What a Deployment or StatefulSet looks like for the question whether it is at full strength. */
export type WorkloadFacts = Readonly<{
  kind: 'Deployment' | 'StatefulSet';
  namespace: string;
  name: string;
  uid: string;
  wanted: number;
  ready: number;
}>;

/** Reads a pod, of a list or of a watch. */
export function podFactsOf(pod: V1Pod): PodFacts {
  const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
  const owner = ownersOf(pod, new Map()).at(-1);
  const phase = pod.status?.phase;
  return {
    namespace,
    name,
    uid,
    owner: owner === undefined ? undefined : `${owner.kind}/${owner.name}`,
    ready: isReady(pod),
    terminating: isTerminating(pod),
    ended: phase === 'Succeeded' ? 'done' : phase === 'Failed' ? 'failed' : undefined,
    restarts: longRunningStatuses(pod).reduce((sum, { restartCount }) => sum + restartCount, 0),
  };
}

/** Reads a Deployment or StatefulSet. Source of the default of one replica: the API reference of both. */
export function workloadFactsOf(
  kind: WorkloadFacts['kind'],
  { metadata, spec, status }: V1Deployment | V1StatefulSet,
): WorkloadFacts {
  const { namespace = '', name = '', uid = '' } = metadata ?? {};
  return { kind, namespace, name, uid, wanted: spec?.replicas ?? 1, ready: status?.readyReplicas ?? 0 };
}
