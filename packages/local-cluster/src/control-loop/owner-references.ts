import type { KubeObject, OwnerReference } from '@pod-contagion/api-server/objects';

/** The owner that manages an object, of which there is at most one. Source: meta/v1/controller_ref.go. */
export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Says whether `owner` manages an object. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

/** What an object has to carry to be managed by `owner`. Source: meta/v1/controller_ref.go (`NewControllerRef`). */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Takes owners out of an object; the list goes with the last of them. */
export function removeOwners(
  { metadata }: KubeObject,
  isRemoved: (reference: OwnerReference) => boolean,
): void {
  const kept = (metadata.ownerReferences ?? []).filter((reference) => !isRemoved(reference));
  if (kept.length > 0) metadata.ownerReferences = kept;
  else delete metadata.ownerReferences;
}
