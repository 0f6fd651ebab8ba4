import type { Deployment, ReplicaSet } from '@pod-contagion/api-server/objects';
import { equalTemplates } from './template-hash.ts';

/** The ReplicaSets of a Deployment: that of its present template, if it is there, and all others, oldest first. */
export type ReplicaSets = Readonly<{ current: ReplicaSet | undefined; old: readonly ReplicaSet[] }>;

/** Tells the ReplicaSet of the present template from the others. Source: deployment_util.go (`FindNewReplicaSet`). */
export function sortOut(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSets {
  const oldestFirst = replicaSets.toSorted(byCreation);
  const current = oldestFirst.find(({ spec }) => equalTemplates(spec?.template, deployment.spec?.template));
  return { current, old: oldestFirst.filter((replicaSet) => replicaSet !== current) };
}

/** All of them, the present one last. */
export function allOf({ current, old }: ReplicaSets): ReplicaSet[] {
  return current === undefined ? [...old] : [...old, current];
}

/** How many replicas a ReplicaSet asks for. */
export function sizeOf({ spec }: ReplicaSet): number {
  return spec?.replicas ?? 1;
}

/** Those that ask for any. */
export function activeOnes(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  return replicaSets.filter((replicaSet) => sizeOf(replicaSet) > 0);
}

/** How many replicas they ask for together. */
export function totalSize(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + sizeOf(replicaSet), 0);
}

/** Sum of one count of their statuses. */
export function totalStatus(
  replicaSets: readonly ReplicaSet[],
  count: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas',
): number {
  return replicaSets.reduce((sum, { status }) => sum + (status?.[count] ?? 0), 0);
}

/** Oldest first, equal ones by name. Source: controller_utils.go (`ReplicaSetsByCreationTimestamp`). */
export function byCreation({ metadata: a }: ReplicaSet, { metadata: b }: ReplicaSet): number {
  const [timeA = '', timeB = '', nameA = '', nameB = ''] = [
    a.creationTimestamp,
    b.creationTimestamp,
    a.name,
    b.name,
  ];
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  return nameA < nameB ? -1 : 1;
}
