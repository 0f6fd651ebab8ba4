import type { Pod, ReplicaSet } from '@pod-contagion/api-server/objects';
import { controllerOf } from '../../control-loop/owner-references.ts';
import { isEnded } from '../../control-loop/pod-state.ts';
import { withCurrent } from './current-replica-set.ts';
import { activeOnes, sizeOf, totalStatus, type ReplicaSets } from './replica-sets.ts';
import { desiredReplicas, type Rollout } from './rollout.ts';
import { scaleReplicaSet } from './scaling.ts';

/**
 * One step of a rollout that ends all old pods before it makes a new one. Says what the ReplicaSets are after it.
 *
 * Source: pkg/controller/deployment/recreate.go.
 */
export function stepRecreate(rollout: Rollout, replicaSets: ReplicaSets): ReplicaSets {
  const active = activeOnes(replicaSets.old);
  if (active.length > 0) {
    for (const replicaSet of active) scaleReplicaSet(rollout, replicaSet, 0);
    return replicaSets;
  }
  if (doOldPodsRun(rollout, replicaSets.old)) return replicaSets;
  const complete = withCurrent(rollout, replicaSets);
  const desired = desiredReplicas(rollout.deployment);
  if (sizeOf(complete.current) === desired) return complete;
  return { ...complete, current: scaleReplicaSet(rollout, complete.current, desired) };
}

/** A pod that is being deleted still runs. */
function doOldPodsRun({ registry, deployment }: Rollout, old: readonly ReplicaSet[]): boolean {
  if (totalStatus(old, 'replicas') > 0) return true;
  const uids = new Set(old.map(({ metadata }) => metadata.uid));
  return registry
    .list('pods', deployment.metadata.namespace)
    .some((pod: Pod) => !isEnded(pod) && uids.has(controllerOf(pod)?.uid));
}
