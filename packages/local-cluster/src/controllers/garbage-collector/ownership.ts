import type { KubeObject, OwnerReference, ResourceName } from '@pod-contagion/api-server/objects';

/** Where an object is to be found. */
export type Place = Readonly<{ resource: ResourceName; namespace: string; name: string; uid: string }>;

/** Who exists, and who depends on whom, by uid; kept from changes alone. */
export type Ownership = Readonly<{
  set: (resource: ResourceName, object: KubeObject) => void;
  remove: (object: KubeObject) => void;
  find: (uid: string) => Place | undefined;
  dependentsOf: (uid: string) => readonly Place[];
  /** Says whether the owner that a reference of `dependent` names exists. */
  hasOwner: (reference: OwnerReference, dependent: Place) => boolean;
}>;

/** Makes an empty record of ownership. */
export function createOwnership(): Ownership {
  const places = new Map<string, Place>();
  const ownersOf = new Map<string, readonly string[]>();
  const dependents = new Map<string, Set<string>>();

  const unlink = (uid: string): void => {
    for (const owner of ownersOf.get(uid) ?? []) {
      const left = dependents.get(owner);
      left?.delete(uid);
      if (left?.size === 0) dependents.delete(owner);
    }
    ownersOf.delete(uid);
  };

  const set = (resource: ResourceName, { metadata }: KubeObject): void => {
    const { uid = '', namespace = '', name = '', ownerReferences = [] } = metadata;
    if (!places.has(uid)) places.set(uid, { resource, namespace, name, uid });
    const owners = ownerReferences.map((reference) => reference.uid);
    const known = ownersOf.get(uid) ?? [];
    if (owners.length === known.length && owners.every((owner, index) => owner === known[index])) return;
    unlink(uid);
    if (owners.length === 0) return;
    ownersOf.set(uid, owners);
    for (const owner of owners) {
      const uids = dependents.get(owner) ?? new Set<string>();
      dependents.set(owner, uids.add(uid));
    }
  };

  return {
    set,
    remove: ({ metadata: { uid = '' } }) => {
      unlink(uid);
      places.delete(uid);
    },
    find: (uid) => places.get(uid),
    dependentsOf: (uid) =>
      [...(dependents.get(uid) ?? [])].flatMap((dependent) => places.get(dependent) ?? []),
    hasOwner: ({ uid, name }, dependent) => {
      const owner = places.get(uid);
      // An owner lives in the same namespace or in none; what has its uid elsewhere is not it.
      return (
        owner !== undefined &&
        owner.name === name &&
        (owner.namespace === '' || owner.namespace === dependent.namespace)
      );
    },
  };
}
