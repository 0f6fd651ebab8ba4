import type { V1ObjectMeta, V1OwnerReference, V1Pod } from '@kubernetes/client-node';

/** An owner, as `kubectl get` names one of its kind: `{kind: 'Deployment', name: 'podder'}`. */
export type Owner = Readonly<{ kind: string; name: string }>;

/** The owner's owner by the uid of the owner that a pod names; null for one that has none. */
export type OwnersOfOwners = ReadonlyMap<string, Owner | null>;

/** The reference to what controls an object; a mirror pod's node is none, as it brings nothing back. */
export function controllerOf(metadata: V1ObjectMeta | undefined): V1OwnerReference | undefined {
  const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
  return owner?.kind === 'Node' ? undefined : owner;
}

/**
 * What owns a pod, the nearest first, the topmost known last. Where the owner of a ReplicaSet could not be read, it is
 * a Deployment if the ReplicaSet's name ends with the hash that Deployments put on their pods, which only they do.
 *
 * Source: pkg/controller/deployment/sync.go (`getNewReplicaSet`).
 */
export function ownersOf(pod: V1Pod, ownersOfOwners: OwnersOfOwners): readonly Owner[] {
  const reference = controllerOf(pod.metadata);
  if (reference === undefined) return [];
  const { kind, name, uid } = reference;
  const owner = { kind, name };
  const known = ownersOfOwners.get(uid);
  if (known !== undefined) return known === null ? [owner] : [owner, known];
  const hash = pod.metadata?.labels?.['pod-template-hash'];
  if (kind !== 'ReplicaSet' || hash === undefined || !name.endsWith(`-${hash}`)) return [owner];
  return [owner, { kind: 'Deployment', name: name.slice(0, -hash.length - 1) }];
}

/** Kinds by the short names that kubectl knows. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['deploy', 'deployment'],
  ['rs', 'replicaset'],
  ['rc', 'replicationcontroller'],
  ['sts', 'statefulset'],
  ['ds', 'daemonset'],
  ['cj', 'cronjob'],
]);

/** Says whether one of the owners is `Kind/name`, or of that `Kind`; kinds in any case or as kubectl shortens them. */
export function hasOwner(owners: readonly Owner[], wanted: string): boolean {
  const [kindText = '', name] = wanted.split('/');
  const lower = kindText.toLowerCase();
  const kind = SHORT_NAMES.get(lower) ?? lower;
  return owners.some((owner) => owner.kind.toLowerCase() === kind && (name ?? owner.name) === owner.name);
}

/** `Deployment/podder` for the topmost owner; undefined for a bare pod. */
export function topmost(owners: readonly Owner[]): string | undefined {
  const owner = owners.at(-1);
  return owner === undefined ? undefined : `${owner.kind}/${owner.name}`;
}
