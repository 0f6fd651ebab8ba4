import type { KubeObject, OwnerReference, ResourceName } from '../../machinery/objects.ts';
import type { WorkQueue } from '../../machinery/work-queue.ts';
import type { Change } from '../../registry/registry.ts';
import { unlessNotFound } from '../errors.ts';
import { removeOwners } from '../owner-references.ts';
import { runController, type Controller, type ControllerOptions, type Watches } from '../controller.ts';
import { createOwnership, type Place } from './ownership.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** The kinds that own or are owned. Events are neither, and there are many. */
const COLLECTED = [
  'pods',
  'services',
  'endpoints',
  'endpointslices',
  'deployments',
  'replicasets',
  'nodes',
  'namespaces',
  'configmaps',
  'serviceaccounts',
] as const satisfies readonly ResourceName[];

/**
 * Deletes what has lost all its owners, and finishes deletions that wait for dependents (`foregroundDeletion`) or let go
 * of them (`orphan`).
 *
 * Source: pkg/controller/garbagecollector/garbagecollector.go.
 */
export function startGarbageCollector(options: ControllerOptions): Controller {
  const { registry } = options;
  const ownership = createOwnership();
  const knownKinds = new Set(
    COLLECTED.map((resource) => registry.kindOf(resource)).map(({ group, kind }) => `${group}/${kind}`),
  );

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
    const { uid, resourceVersion } = metadata;
    const hasDependents = ownership.dependentsOf(place.uid).length > 0;
    const policy = (metadata.finalizers ?? []).includes(ORPHAN)
      ? 'Orphan'
      : waiting.length > 0 && hasDependents
        ? 'Foreground'
        : 'Background';
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
    const metadata = owner && read(owner)?.metadata;
    return metadata?.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(FOREGROUND);
  };

  /** Source: `processDeletingDependentsItem`. */
  const awaitDependents = (place: Place, queue: WorkQueue): void => {
    const blocking = ownership
      .dependentsOf(place.uid)
      .filter((dependent) =>
        read(dependent)?.metadata.ownerReferences?.some(
          ({ uid, blockOwnerDeletion }) => uid === place.uid && blockOwnerDeletion === true,
        ),
      );
    if (blocking.length === 0) change(place, (draft) => removeFinalizer(draft, FOREGROUND));
    else for (const { uid } of blocking) queue.add(uid);
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

  const observe = (resource: ResourceName, { type, object }: Change, queue: WorkQueue): void => {
    const { uid = '', ownerReferences = [], deletionTimestamp } = object.metadata;
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
    COLLECTED.map((resource) => [
      resource,
      (seen: Change, queue: WorkQueue) => observe(resource, seen, queue),
    ]),
  ) as Watches;
  return runController(options, watches, reconcile);
}

function removeFinalizer({ metadata }: KubeObject, finalizer: string): void {
  const kept = (metadata.finalizers ?? []).filter((name) => name !== finalizer);
  if (kept.length > 0) metadata.finalizers = kept;
  else delete metadata.finalizers;
}
