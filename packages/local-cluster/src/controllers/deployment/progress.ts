import type { Deployment, ReplicaSet } from '@pod-contagion/api-server/objects';
import {
  condition,
  findCondition,
  REASON,
  removeCondition,
  setCondition,
  type DeploymentCondition,
  type DeploymentStatus,
} from './conditions.ts';
import { allOf, type ReplicaSets } from './replica-sets.ts';
import { progressDeadlineSeconds } from './rollout.ts';
import { deploymentStatus, isComplete } from './status.ts';

const PROGRESSING = 'Progressing';

/**
 * The status during and after a rollout: the counts, how the rollout gets on, and what keeps replicas from being made.
 *
 * Source: pkg/controller/deployment/progress.go (`syncRolloutStatus`).
 */
export function rolloutStatus(
  deployment: Deployment,
  replicaSets: ReplicaSets,
  nowMs: number,
): DeploymentStatus {
  const status = deploymentStatus(deployment, replicaSets, nowMs);
  if (progressDeadlineSeconds(deployment) === undefined) removeCondition(status, PROGRESSING);
  else if (!isOver(deployment, status)) setProgress(deployment, status, replicaSets.current, nowMs);
  const failure = replicaFailure(replicaSets);
  if (failure === undefined) removeCondition(status, 'ReplicaFailure');
  else setCondition(status, failure);
  return status;
}

/** A rollout that succeeded is not judged again when its pods come and go. */
function isOver(deployment: Deployment, { replicas = 0, updatedReplicas = 0 }: DeploymentStatus): boolean {
  const progress = findCondition(deployment.status, PROGRESSING);
  return replicas === updatedReplicas && progress?.reason === REASON.newReplicaSetAvailable;
}

function setProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  current: ReplicaSet | undefined,
  nowMs: number,
): void {
  const subject =
    current === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${current.metadata.name}"`;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    setCondition(status, condition(PROGRESSING, 'True', REASON.newReplicaSetAvailable, message, nowMs));
  } else if (hasProgressed(deployment.status ?? {}, status)) {
    const message = `${subject} is progressing.`;
    const given = condition(PROGRESSING, 'True', REASON.replicaSetUpdated, message, nowMs);
    const before = findCondition(status, PROGRESSING);
    // Its lastUpdateTime is what the deadline counts from, so it is written even where reason and status stay the same.
    removeCondition(status, PROGRESSING);
    const { lastTransitionTime } = before ?? {};
    const hasTransition = before?.status !== 'True' || lastTransitionTime === undefined;
    setCondition(status, hasTransition ? given : { ...given, lastTransitionTime });
  } else if (hasTimedOut(deployment, status, nowMs)) {
    const message = `${subject} has timed out progressing.`;
    setCondition(status, condition(PROGRESSING, 'False', REASON.timedOut, message, nowMs));
  }
}

/** Source: deployment_util.go (`DeploymentProgressing`). */
function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldOnes = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number =>
    replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldOnes(after) < oldOnes(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Source: deployment_util.go (`DeploymentTimedOut`). */
function hasTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const progress = findCondition(status, PROGRESSING);
  if (progress === undefined || progress.reason === REASON.newReplicaSetAvailable) return false;
  return progress.reason === REASON.timedOut || deadlineMs(deployment, progress) < nowMs;
}

function deadlineMs(deployment: Deployment, { lastUpdateTime }: DeploymentCondition): number {
  return Date.parse(lastUpdateTime ?? '') + (progressDeadlineSeconds(deployment) ?? Infinity) * 1000;
}

/** A second more than needed, because the API's times are whole seconds. */
const MARGIN_MS = 1000;

/**
 * When to look again whether a rollout has run into its deadline; undefined where that is not called for.
 *
 * Source: progress.go (`requeueStuckDeployment`).
 */
export function progressCheckDelayMs(deployment: Deployment, nowMs: number): number | undefined {
  const progress = findCondition(deployment.status, PROGRESSING);
  if (progress === undefined || progressDeadlineSeconds(deployment) === undefined) return undefined;
  if (isComplete(deployment, deployment.status) || progress.reason === REASON.timedOut) return undefined;
  if (progress.reason === REASON.newReplicaSetAvailable || deployment.spec?.paused === true) return undefined;
  return Math.max(0, deadlineMs(deployment, progress) - nowMs) + MARGIN_MS;
}

/** The failure of the present ReplicaSet, or else of any. Source: progress.go (`getReplicaFailures`). */
function replicaFailure(replicaSets: ReplicaSets): DeploymentCondition | undefined {
  const failures = allOf(replicaSets)
    .toReversed()
    .flatMap(({ status }) => (status?.conditions ?? []).filter(({ type }) => type === 'ReplicaFailure'));
  const [failure] = failures;
  if (failure === undefined) return undefined;
  const { lastTransitionTime } = failure;
  return {
    ...failure,
    ...(lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime }),
  };
}
