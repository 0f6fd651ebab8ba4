import type { Deployment, ReplicaSet } from '@pod-contagion/api-server/objects';
import { annotatedCount, DESIRED_REPLICAS, MAX_REPLICAS, replicasAnnotations } from './annotations.ts';
import { fenceposts } from './fenceposts.ts';
import { activeOnes, allOf, byCreation, sizeOf, totalSize, type ReplicaSets } from './replica-sets.ts';
import { desiredReplicas, type Rollout } from './rollout.ts';

/** Gives a ReplicaSet another size, and says so in an Event of the Deployment. Source: sync.go (`scaleReplicaSet`). */
export function scaleReplicaSet(rollout: Rollout, replicaSet: ReplicaSet, size: number): ReplicaSet {
  const { registry, recorder, deployment } = rollout;
  const { namespace = '', name = '' } = replicaSet.metadata;
  const oldSize = sizeOf(replicaSet);
  const scaled = registry.modify('replicasets', namespace, name, (draft) => {
    draft.metadata.annotations = { ...draft.metadata.annotations, ...replicasAnnotations(deployment) };
    if (draft.spec !== undefined) draft.spec.replicas = size;
  });
  if (size !== oldSize) {
    const direction = size > oldSize ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${name} from ${oldSize} to ${size}`;
    recorder.record(deployment, 'Normal', 'ScalingReplicaSet', message);
  }
  return scaled;
}

/** Says whether `replicas` changed since the ReplicaSets were scaled last. Source: sync.go (`isScalingEvent`). */
export function isScaling(deployment: Deployment, replicaSets: ReplicaSets): boolean {
  return activeOnes(allOf(replicaSets)).some((replicaSet) => {
    const desired = annotatedCount(replicaSet, DESIRED_REPLICAS);
    return desired !== undefined && desired !== desiredReplicas(deployment);
  });
}

/**
 * Follows a change of `replicas`. In the middle of a rollout all ReplicaSets grow or shrink in proportion, so that the scaling
 * does not push the rollout on; the rounding error goes to the largest.
 *
 * Source: pkg/controller/deployment/sync.go (`scale`).
 */
export function scaleProportionally(rollout: Rollout, replicaSets: ReplicaSets): void {
  const { deployment } = rollout;
  const desired = desiredReplicas(deployment);
  const single = onlyActiveOrLatest(replicaSets);
  if (single !== undefined) {
    scaleReplicaSet(rollout, single, desired);
    return;
  }
  const { current, old } = replicaSets;
  if (current !== undefined && isSaturated(deployment, current)) {
    for (const replicaSet of activeOnes(old)) scaleReplicaSet(rollout, replicaSet, 0);
    return;
  }
  if (deployment.spec?.strategy?.type === 'Recreate') return;
  for (const [replicaSet, size] of proportionalSizes(deployment, activeOnes(allOf(replicaSets)))) {
    scaleReplicaSet(rollout, replicaSet, size);
  }
}

/** The size each active ReplicaSet gets, largest first. */
export function proportionalSizes(
  deployment: Deployment,
  active: readonly ReplicaSet[],
): [ReplicaSet, number][] {
  const desired = desiredReplicas(deployment);
  const allowed = desired > 0 ? desired + fenceposts(deployment).maxSurge : 0;
  const toAdd = allowed - totalSize(active);
  if (toAdd === 0) return active.map((replicaSet) => [replicaSet, sizeOf(replicaSet)]);
  const sorted = active.toSorted(
    (a, b) => sizeOf(b) - sizeOf(a) || (toAdd > 0 ? byCreation(b, a) : byCreation(a, b)),
  );
  let added = 0;
  const sizes = sorted.map((replicaSet): [ReplicaSet, number] => {
    const share = shareOf(deployment, replicaSet, toAdd, added);
    added += share;
    return [replicaSet, sizeOf(replicaSet) + share];
  });
  const [largest] = sizes;
  if (largest !== undefined) largest[1] = Math.max(0, largest[1] + toAdd - added);
  return sizes;
}

/** Source: deployment_util.go (`GetReplicaSetProportion`). */
function shareOf(deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number {
  if (toAdd === added) return 0;
  const fraction = fractionOf(deployment, replicaSet);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(deployment: Deployment, replicaSet: ReplicaSet): number {
  const size = sizeOf(replicaSet);
  const desired = desiredReplicas(deployment);
  if (desired === 0) return -size;
  const maxNow = desired + fenceposts(deployment).maxSurge;
  const maxBefore = annotatedCount(replicaSet, MAX_REPLICAS) || deployment.status?.replicas || maxNow;
  return Math.round((size * maxNow) / maxBefore) - size;
}

/** The one to scale alone: the only active one or, where none is, the newest. Source: `FindActiveOrLatest`. */
function onlyActiveOrLatest(replicaSets: ReplicaSets): ReplicaSet | undefined {
  const active = activeOnes(allOf(replicaSets));
  if (active.length > 1) return undefined;
  return active[0] ?? replicaSets.current ?? replicaSets.old.at(-1);
}

/** Source: deployment_util.go (`IsSaturated`). */
function isSaturated(deployment: Deployment, current: ReplicaSet): boolean {
  const desired = desiredReplicas(deployment);
  return (
    sizeOf(current) === desired &&
    annotatedCount(current, DESIRED_REPLICAS) === desired &&
    (current.status?.availableReplicas ?? 0) === desired
  );
}
