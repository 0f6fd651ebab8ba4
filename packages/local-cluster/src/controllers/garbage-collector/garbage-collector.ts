import type { KubeObject, OwnerReference, ResourceName } from '@pod-contagion/api-server/objects';
import type { WorkQueue } from '../../control-loop/work-queue.ts';
import type { Change } from '@pod-contagion/api-server/registry';
import { unlessNotFound } from '../../control-loop/errors.ts';
import { removeOwners } from '../../control-loop/owner-references.ts';
import {
  runController,
  type Controller,
  type ControllerOptions,
  type Watches,
} from '../../control-loop/controller.ts';
import { createOwnership, type Place } from './ownership.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * Deletes what has lost all its owners, and finishes deletions that wait for dependents (`foregroundDeletion`) or let go
 * of them (`orphan`).
 *
 * Source: pkg/controller/garbagecollector/garbagecollector.go.
 */
export function startGarbageCollector(options: ControllerOptions): Controller {
  const { registry } = options;
  const ownership = createOwnership();
  // Events neither own nor are owned, and there are many.
  const collected = registry.kinds.filter(({ resource }) => resource !== 'events');
  const knownKinds = new Set(collected.map(({ group, kind }) => `${group}/${kind}`));

  const reconcile = (uid: string, queue: WorkQueue): void => {
    const place = ownership.find(uid);
    const object = place && read(place);
    if (place === undefined || object === undefined) return;
    const { deletionTimestamp, finalizers = [], ownerReferences = [] } = object.metadata;
    if (deletionTimestamp !== undefined) {
      if (finalizers.includes(ORPHAN)) orphanDependents(place);
      else if (finalizers.includes(FOREGROUND)) awaitDependents(place, queue);
      return;
    }
    if (ownerReferences.length > 0) judge(place, object, ownerReferences);
  };

  /** Deletes an object, or takes out the owners that don't count any more. Source: `attemptToDeleteItem`. */
  const judge = (place: Place, { metadata }: KubeObject, references: readonly OwnerReference[]): void => {
    const solid: OwnerReference[] = [];
    const waiting: OwnerReference[] = [];
    for (const reference of references) {
      if (!isKnown(reference)) solid.push(reference);
      else if (ownership.hasOwner(reference, place)) {
        (isAwaitingDependents(reference) ? waiting : solid).push(reference);
      }
    }
    if (solid.length === references.length) return;
    if (solid.length > 0) {
      const kept = new Set(solid.map(({ uid }) => uid));
      change(place, (draft) => removeOwners(draft, ({ uid }) => !kept.has(uid)));
      return;
    }
    const { uid } = metadata;
    const dependents = ownership.dependentsOf(place.uid);
    const hasDependents = dependents.length > 0;
    // A dependent that waits as well may be an owner of what this waits for: a circle, in which nobody may block.
    const isInCircle = waiting.length > 0 && dependents.some((dependent) => isAwaiting(dependent));
    if (isInCircle) unblock(place);
    const policy = (metadata.finalizers ?? []).includes(ORPHAN)
      ? 'Orphan'
      : waiting.length > 0 && hasDependents
        ? 'Foreground'
        : 'Background';
    const resourceVersion = isInCircle ? read(place)?.metadata.resourceVersion : metadata.resourceVersion;
    unlessNotFound(() =>
      registry.delete(place.resource, place.namespace, place.name, {
        propagationPolicy: policy,
        preconditions: { uid, resourceVersion },
      }),
    );
  };

  /** A kind that is not served here may exist all the same: nothing is deleted for want of it. */
  const isKnown = ({ apiVersion, kind }: OwnerReference): boolean => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    return knownKinds.has(`${group}/${kind}`);
  };

  const isAwaitingDependents = ({ uid }: OwnerReference): boolean => {
    const owner = ownership.find(uid);
    return owner !== undefined && isAwaiting(owner);
  };

  /** Says whether an object is being deleted, but only after what depends on it. */
  const isAwaiting = (place: Place): boolean => {
    const metadata = read(place)?.metadata;
    return metadata?.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(FOREGROUND);
  };

  /** Lets the owners of an object go before it. Source: patch.go (`unblockOwnerReferencesStrategicMergePatch`). */
  const unblock = (place: Place): void =>
    change(place, ({ metadata }) => {
      for (const reference of metadata.ownerReferences ?? []) reference.blockOwnerDeletion = false;
    });

  /** Source: `processDeletingDependentsItem`. */
  const awaitDependents = (place: Place, queue: WorkQueue): void => {
    const blocking = ownership
      .dependentsOf(place.uid)
      .filter((dependent) => dependent.uid !== place.uid && blocked(read(dependent)).includes(place.uid));
    if (blocking.length === 0) change(place, (draft) => removeFinalizer(draft, FOREGROUND));
    // Those that wait for their own dependents come back by themselves; in a circle all would call each other for ever.
    for (const dependent of blocking) if (!isAwaiting(dependent)) queue.add(dependent.uid);
  };

  /** Source: `processAttemptToOrphanWorker`. */
  const orphanDependents = (place: Place): void => {
    for (const dependent of ownership.dependentsOf(place.uid)) {
      change(dependent, (draft) => removeOwners(draft, ({ uid }) => uid === place.uid));
    }
    change(place, (draft) => removeFinalizer(draft, ORPHAN));
  };

  const read = ({ resource, namespace, name, uid }: Place): KubeObject | undefined => {
    const object = registry.find(resource, namespace, name);
    return object?.metadata.uid === uid ? object : undefined;
  };

  const change = (place: Place, edit: (draft: KubeObject) => void): void => {
    if (read(place) === undefined) return;
    unlessNotFound(() =>
      registry.modify(place.resource, place.namespace, place.name, (draft) => edit(draft)),
    );
  };

  const observe = (resource: ResourceName, { type, object, previous }: Change, queue: WorkQueue): void => {
    const { uid = '', ownerReferences = [], deletionTimestamp } = object.metadata;
    // Owners that were waited with, and are no more. Source: graph_builder.go (`addUnblockedOwnersToDeleteQueue`).
    if (previous !== undefined && previous.metadata.ownerReferences !== ownerReferences) {
      const still = new Set(blocked(object));
      for (const owner of blocked(previous)) if (!still.has(owner)) queue.add(owner);
    }
    if (type !== 'DELETED') {
      ownership.set(resource, object);
      // At the start an owner may be listed after its dependents, so nothing is judged from within here.
      if (deletionTimestamp !== undefined || (type === 'ADDED' && ownerReferences.length > 0)) queue.add(uid);
      else if (ownerReferences.length > 0 && !hasAllOwners(object, uid)) queue.add(uid);
      return;
    }
    for (const dependent of ownership.dependentsOf(uid)) queue.add(dependent.uid);
    // An owner that waits for its dependents has one less to wait for.
    for (const reference of ownerReferences) queue.add(reference.uid);
    ownership.remove(object);
  };

  const hasAllOwners = ({ metadata }: KubeObject, uid: string): boolean => {
    const place = ownership.find(uid);
    return (
      place === undefined ||
      (metadata.ownerReferences ?? []).every((reference) => ownership.hasOwner(reference, place))
    );
  };

  const watches = Object.fromEntries(
    collected.map(({ resource }) => [
      resource,
      (seen: Change, queue: WorkQueue) => observe(resource, seen, queue),
    ]),
  ) as Watches;
  return runController(options, watches, reconcile);
}

/** The owners that an object keeps from going before it, by uid. */
function blocked(object: KubeObject | undefined): string[] {
  const references = object?.metadata.ownerReferences ?? [];
  return references.flatMap(({ uid, blockOwnerDeletion }) => (blockOwnerDeletion === true ? [uid] : []));
}

function removeFinalizer({ metadata }: KubeObject, finalizer: string): void {
  const kept = (metadata.finalizers ?? []).filter((name) => name !== finalizer);
  if (kept.length > 0) metadata.finalizers = kept;
  else delete metadata.finalizers;
}
