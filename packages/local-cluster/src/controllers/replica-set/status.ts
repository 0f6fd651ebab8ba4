import { apiTime, type Pod, type ReplicaSet } from '@pod-contagion/api-server/objects';
import { matchesLabels, requirementsOf } from '@pod-contagion/notations';
import { messageOf } from '../../errors.ts';
import { isAvailable, isReady } from '../../control-loop/pod-state.ts';

/** The status of a ReplicaSet. */
export type ReplicaSetStatus = NonNullable<ReplicaSet['status']>;

/** What a status is made of. */
export type Observation = Readonly<{
  /** Pods that count, after what was created and deleted is not yet taken into account. */
  pods: readonly Pod[];
  terminatingCount: number;
  /** What kept replicas from being made or deleted. */
  failure: unknown;
  nowMs: number;
}>;

const FAILURE = 'ReplicaFailure';

/** The status that is right for what was seen. Source: pkg/controller/replicaset/replica_set_utils.go (`calculateStatus`). */
export function replicaSetStatus(
  { spec, status, metadata }: ReplicaSet,
  { pods, terminatingCount, failure, nowMs }: Observation,
): ReplicaSetStatus {
  const templateLabels = requirementsOf({ matchLabels: spec?.template?.metadata?.labels ?? {} });
  const ready = pods.filter(isReady);
  const conditions = failureConditions(
    status?.conditions ?? [],
    pods.length - (spec?.replicas ?? 1),
    failure,
    nowMs,
  );
  const counts = {
    fullyLabeledReplicas: pods.filter((pod) => matchesLabels(templateLabels, pod.metadata.labels)).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, spec?.minReadySeconds ?? 0, nowMs)).length,
  };
  return {
    replicas: pods.length,
    // A count of 0 is left out on the wire, but for replicas and terminatingReplicas.
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: terminatingCount,
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

type Conditions = NonNullable<ReplicaSetStatus['conditions']>;

function failureConditions(present: Conditions, excess: number, failure: unknown, nowMs: number): Conditions {
  const others = present.filter(({ type }) => type !== FAILURE);
  if (failure === undefined) return others;
  // The first failure stays until one succeeds: a condition that changes with each attempt would be noise.
  if (others.length < present.length) return present;
  return [
    ...others,
    {
      type: FAILURE,
      status: 'True',
      lastTransitionTime: apiTime(nowMs),
      reason: excess < 0 ? 'FailedCreate' : 'FailedDelete',
      message: messageOf(failure),
    },
  ];
}
