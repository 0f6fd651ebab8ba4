import type { Deployment, ReplicaSet } from '@pod-contagion/api-server/objects';
import { fenceposts } from './fenceposts.ts';
import { activeOnes, allOf, sizeOf, totalSize, type ReplicaSets } from './replica-sets.ts';
import { desiredReplicas, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scaling.ts';

/**
 * How large the present ReplicaSet may be now: as large as the surge allows beside all others.
 *
 * Source: deployment_util.go (`NewRSNewReplicas`).
 * @param others all other ReplicaSets
 */
export function sizeForRollout(deployment: Deployment, others: readonly ReplicaSet[], size: number): number {
  const desired = desiredReplicas(deployment);
  if (deployment.spec?.strategy?.type === 'Recreate') return desired;
  const room = desired + fenceposts(deployment).maxSurge - totalSize(others) - size;
  return room <= 0 ? size : size + Math.min(room, desired - size);
}

/**
 * One step of a rolling update: the present ReplicaSet grows as far as the surge allows or, where it can't, the old ones shrink
 * as far as availability allows. Says whether anything was scaled.
 *
 * Source: pkg/controller/deployment/rolling.go.
 */
export function stepRollingUpdate(
  rollout: Rollout,
  { current, old }: ReplicaSets & { current: ReplicaSet },
): boolean {
  const desired = desiredReplicas(rollout.deployment);
  const size = sizeOf(current);
  if (size !== desired) {
    const target = size > desired ? desired : sizeForRollout(rollout.deployment, old, size);
    if (target !== size) {
      scaleReplicaSet(rollout, current, target);
      return true;
    }
  }
  return shrinkOld(rollout, { current, old });
}

function shrinkOld(rollout: Rollout, replicaSets: ReplicaSets & { current: ReplicaSet }): boolean {
  const old = activeOnes(replicaSets.old);
  if (old.length === 0) return false;
  const { current } = replicaSets;
  const minAvailable = desiredReplicas(rollout.deployment) - fenceposts(rollout.deployment).maxUnavailable;
  // Pods of the present template that are not available yet may not become a reason to remove old ones.
  const currentUnavailable = sizeOf(current) - availableOf(current);
  const maxRemoved = totalSize(allOf(replicaSets)) - minAvailable - currentUnavailable;
  if (maxRemoved <= 0) return false;
  const { replicaSets: cleaned, removed } = removeUnhealthy(rollout, old, maxRemoved);
  return removeHealthy(rollout, cleaned, current, minAvailable) + removed > 0;
}

/** Old pods that are not available go first: they would block the rollout, and nobody misses them. */
function removeUnhealthy(
  rollout: Rollout,
  old: readonly ReplicaSet[],
  maxRemoved: number,
): { replicaSets: ReplicaSet[]; removed: number } {
  let removed = 0;
  const replicaSets = old.map((replicaSet) => {
    const unhealthy = sizeOf(replicaSet) - availableOf(replicaSet);
    const count = Math.min(maxRemoved - removed, unhealthy);
    if (count <= 0) return replicaSet;
    removed += count;
    return scaleReplicaSet(rollout, replicaSet, sizeOf(replicaSet) - count);
  });
  return { replicaSets, removed };
}

function removeHealthy(
  rollout: Rollout,
  old: readonly ReplicaSet[],
  current: ReplicaSet,
  minAvailable: number,
): number {
  const available = [...old, current].reduce((sum, replicaSet) => sum + availableOf(replicaSet), 0);
  const removable = available - minAvailable;
  let removed = 0;
  for (const replicaSet of old) {
    const count = Math.min(sizeOf(replicaSet), removable - removed);
    if (count <= 0) continue;
    removed += count;
    scaleReplicaSet(rollout, replicaSet, sizeOf(replicaSet) - count);
  }
  return removed;
}

/**
 * How many of a ReplicaSet's pods are available and stay. One that was made smaller tells of its old pods until its
 * controller has deleted some and counted again: a step before that would remove as many once more.
 *
 * Kubernetes counts as the status says. There `cleanupUnhealthyReplicas` gives the step up where it meets such a ReplicaSet,
 * which it does not where the pods removed from an older one are all that may be.
 */
function availableOf(replicaSet: ReplicaSet): number {
  return Math.min(sizeOf(replicaSet), replicaSet.status?.availableReplicas ?? 0);
}
