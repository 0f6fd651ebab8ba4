import type { Deployment, ReplicaSet } from '@pod-contagion/api-server/objects';
import { condition, REASON, setCondition, type DeploymentStatus } from './conditions.ts';
import { fenceposts } from './fenceposts.ts';
import { allOf, totalSize, totalStatus, type ReplicaSets } from './replica-sets.ts';
import { desiredReplicas } from './rollout.ts';

/** The counts and the condition Available that are right for the ReplicaSets. Source: sync.go (`calculateStatus`). */
export function deploymentStatus(
  deployment: Deployment,
  replicaSets: ReplicaSets,
  nowMs: number,
): DeploymentStatus {
  const all = allOf(replicaSets);
  const { metadata, status: before } = deployment;
  const available = totalStatus(all, 'availableReplicas');
  const counts = {
    replicas: totalStatus(all, 'replicas'),
    updatedReplicas: totalStatus(listOf(replicaSets.current), 'replicas'),
    readyReplicas: totalStatus(all, 'readyReplicas'),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, totalSize(all) - available),
  };
  const status: DeploymentStatus = {
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    // A count of 0 is left out on the wire, but for terminatingReplicas.
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: totalStatus(all, 'terminatingReplicas'),
    ...(before?.collisionCount === undefined ? {} : { collisionCount: before.collisionCount }),
    conditions: [...(before?.conditions ?? [])],
  };
  const isAvailable = available >= desiredReplicas(deployment) - fenceposts(deployment).maxUnavailable;
  setCondition(
    status,
    isAvailable
      ? condition('Available', 'True', REASON.available, 'Deployment has minimum availability.', nowMs)
      : condition(
          'Available',
          'False',
          REASON.unavailable,
          'Deployment does not have minimum availability.',
          nowMs,
        ),
  );
  return status;
}

/** Says whether all replicas are of the present template and available. Source: `DeploymentComplete`. */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

function listOf(replicaSet: ReplicaSet | undefined): ReplicaSet[] {
  return replicaSet === undefined ? [] : [replicaSet];
}
