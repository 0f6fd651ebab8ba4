import { apiTime, type Deployment } from '@pod-contagion/api-server/objects';

/** The status of a Deployment. */
export type DeploymentStatus = NonNullable<Deployment['status']>;

/** One condition of a Deployment. */
export type DeploymentCondition = NonNullable<DeploymentStatus['conditions']>[number];

/** Why a Deployment progresses or doesn't. Source: pkg/controller/deployment/util/deployment_util.go. */
export const REASON = {
  replicaSetUpdated: 'ReplicaSetUpdated',
  replicaSetCreateError: 'ReplicaSetCreateError',
  newReplicaSet: 'NewReplicaSetCreated',
  foundNewReplicaSet: 'FoundNewReplicaSet',
  newReplicaSetAvailable: 'NewReplicaSetAvailable',
  timedOut: 'ProgressDeadlineExceeded',
  paused: 'DeploymentPaused',
  resumed: 'DeploymentResumed',
  available: 'MinimumReplicasAvailable',
  unavailable: 'MinimumReplicasUnavailable',
} as const;

/** Makes a condition that holds from now on. */
export function condition(
  type: 'Available' | 'Progressing' | 'ReplicaFailure',
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  const time = apiTime(nowMs);
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message };
}

/** The condition of a type, if there is one. */
export function findCondition(
  status: DeploymentStatus | undefined,
  type: string,
): DeploymentCondition | undefined {
  return status?.conditions?.find((candidate) => candidate.type === type);
}

/**
 * Sets a condition. One of the same status and reason stays as it is; the time of its last transition stays where only the
 * reason differs. Source: deployment_util.go (`SetDeploymentCondition`).
 */
export function setCondition(status: DeploymentStatus, given: DeploymentCondition): void {
  const present = findCondition(status, given.type);
  if (present?.status === given.status && present.reason === given.reason) return;
  const hasTransition = present?.status !== given.status;
  removeCondition(status, given.type);
  (status.conditions ??= []).push(
    hasTransition || present.lastTransitionTime === undefined
      ? given
      : { ...given, lastTransitionTime: present.lastTransitionTime },
  );
}

/** Takes the condition of a type out of a status. */
export function removeCondition(status: DeploymentStatus, type: string): void {
  const kept = (status.conditions ?? []).filter((candidate) => candidate.type !== type);
  if (kept.length > 0) status.conditions = kept;
  else delete status.conditions;
}
