import { matchesLabels, type LabelRequirement } from '@pod-contagion/notations';
import type { KubeObject, ObjectsByResource } from '@pod-contagion/api-server/objects';
import type { Registry } from '@pod-contagion/api-server/registry';
import { unlessNotFound } from './errors.ts';
import { controllerOf, controllerReference, isControlledBy, removeOwners } from './owner-references.ts';

/** What an owner claims of. */
export type Claim<R extends 'pods' | 'replicasets'> = Readonly<{
  registry: Registry;
  resource: R;
  owner: KubeObject;
  selector: readonly LabelRequirement[];
  objects: readonly ObjectsByResource[R][];
}>;

/**
 * Those of the objects that an owner manages: orphans that its selector matches are adopted, those it has whose labels
 * it matches no more are released. An owner that is being deleted does neither.
 *
 * Source: pkg/controller/controller_ref_manager.go (`ClaimObject`).
 */
export function claimObjects<R extends 'pods' | 'replicasets'>(claim: Claim<R>): ObjectsByResource[R][] {
  const { owner, selector, objects } = claim;
  const isOwnerGoing = owner.metadata.deletionTimestamp !== undefined;
  const claimed: ObjectsByResource[R][] = [];
  for (const object of objects) {
    const matches = matchesLabels(selector, object.metadata.labels);
    if (controllerOf(object) !== undefined) {
      if (!isControlledBy(object, owner)) continue;
      if (matches) claimed.push(object);
      else if (!isOwnerGoing) release(claim, object);
    } else if (matches && !isOwnerGoing && object.metadata.deletionTimestamp === undefined) {
      const adopted = adopt(claim, object);
      if (adopted !== undefined) claimed.push(adopted);
    }
  }
  return claimed;
}

function adopt<R extends 'pods' | 'replicasets'>(
  { registry, resource, owner }: Claim<R>,
  { metadata: { namespace = '', name = '' } }: KubeObject,
): ObjectsByResource[R] | undefined {
  return unlessNotFound(() =>
    registry.modify(resource, namespace, name, (draft) => {
      draft.metadata.ownerReferences = [
        ...(draft.metadata.ownerReferences ?? []),
        controllerReference(owner),
      ];
    }),
  );
}

function release<R extends 'pods' | 'replicasets'>(
  { registry, resource, owner }: Claim<R>,
  { metadata: { namespace = '', name = '' } }: KubeObject,
): void {
  unlessNotFound(() =>
    registry.modify(resource, namespace, name, (draft) => {
      removeOwners(draft, ({ uid }) => uid === owner.metadata.uid);
    }),
  );
}
