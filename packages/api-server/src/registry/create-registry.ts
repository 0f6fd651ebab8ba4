import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  alreadyExists,
  badRequest,
  conflict,
  forbiddenRequest,
  invalidObject,
  notFound,
  OPTIMISTIC_LOCK_MESSAGE,
  type GroupResource,
} from '../machinery/api-error.ts';
import type { Admission, Kind } from './kind.ts';
import { validateMetadata, validateMetadataUpdate } from './metadata.ts';
import { apiTime, type Clock } from '../machinery/clock.ts';
import type { FieldError } from '../machinery/field-error.ts';
import type { KubeObject, ObjectsByResource, ResourceName } from '../machinery/objects.ts';
import { createCollection, type Collection } from './collection.ts';
import { checkPreconditions, isReadyToGo, markDeleted } from './deletion.ts';
import { generatedName } from '../machinery/generated-name.ts';
import type { Change, DeleteOptions, Registry, WriteOptions } from './registry.ts';
import { shareUnchanged } from './share-unchanged.ts';
import { changedObject, specOf } from './update.ts';

/** How often a name is made anew where the one made is taken. */
const MAX_NAME_ATTEMPTS = 8;

/** How many objects of one kind there may be: a Deployment of two thousand million replicas is a small request. */
export const MAX_OBJECTS = 10_000;

/** Makes an empty registry for some kinds. `onError` is told of listeners that throw. */
export function createRegistry(
  kinds: readonly Kind[],
  clock: Clock,
  onError: (error: unknown) => void,
): Registry {
  const kindsByResource = new Map(kinds.map((kind) => [kind.resource, kind]));
  const collections = new Map<ResourceName, Collection>(
    kinds.map(({ resource }) => [resource, createCollection(onError)]),
  );
  let revision = 1;

  const kindOf = (resource: ResourceName): Kind => known(kindsByResource.get(resource), resource);
  const collectionOf = (resource: ResourceName): Collection => known(collections.get(resource), resource);
  const admission = (dryRun: boolean): Admission => ({ registry, nowMs: clock.nowMs(), dryRun });

  const commit = (
    resource: ResourceName,
    type: Change['type'],
    object: KubeObject,
    previous?: KubeObject,
  ): KubeObject => {
    revision++;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    collectionOf(resource).commit({ type, object: stored, previous, revision });
    return stored;
  };

  const get = (resource: ResourceName, namespace: string, name: string): KubeObject => {
    const object = collectionOf(resource).get(namespace, name);
    if (object === undefined) throw notFound(groupResource(kindOf(resource)), name);
    return object;
  };

  const checkNamespace = (kind: Kind, object: KubeObject): void => {
    if (!kind.namespaced) return;
    const name = object.metadata.namespace ?? '';
    const namespace = collectionOf('namespaces').get('', name);
    if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
    if (namespace.metadata.deletionTimestamp === undefined) return;
    const why = `unable to create new content in namespace ${name} because it is being terminated`;
    throw forbiddenRequest(groupResource(kind), object.metadata.name ?? '', why);
  };

  /** Source: the words of plugin/pkg/admission/resourcequota, which is how Kubernetes bounds numbers. */
  const checkRoom = (kind: Kind, object: KubeObject): void => {
    const count = collectionOf(kind.resource).count();
    if (count < MAX_OBJECTS) return;
    const what = kind.resource === 'pods' ? 'pods' : `count/${kind.resource}`;
    const why = `exceeded quota: local-cluster, requested: ${what}=1, used: ${what}=${count}, limited: ${what}=${MAX_OBJECTS}`;
    const { name = '', generateName = '' } = object.metadata;
    throw forbiddenRequest(groupResource(kind), name || generateName, why);
  };

  const nameFor = (resource: ResourceName, object: KubeObject): string => {
    const { name = '', generateName, namespace = '' } = object.metadata;
    if (name !== '' || generateName === undefined) return name;
    for (let attempt = 1; ; attempt++) {
      const made = generatedName(generateName);
      if (collectionOf(resource).get(namespace, made) === undefined || attempt === MAX_NAME_ATTEMPTS)
        return made;
    }
  };

  const create = (resource: ResourceName, given: KubeObject, options: WriteOptions = {}): KubeObject => {
    const kind = kindOf(resource);
    if ((given.metadata.resourceVersion ?? '') !== '') {
      throw badRequest('resourceVersion should not be set on objects to be created');
    }
    checkNamespace(kind, given);
    checkRoom(kind, given);
    const object = structuredClone(given);
    const {
      deletionTimestamp: _,
      deletionGracePeriodSeconds: __,
      managedFields: ___,
      selfLink: ____,
      ...meta
    } = object.metadata;
    object.metadata = {
      ...meta,
      name: nameFor(resource, object),
      uid: randomUUID(),
      creationTimestamp: apiTime(clock.nowMs()),
      ...(kind.hasGeneration ? { generation: 1 } : {}),
    };
    const { name = '', namespace = '' } = object.metadata;
    if (collectionOf(resource).get(namespace, name) !== undefined)
      throw alreadyExists(groupResource(kind), name);
    const context = admission(options.dryRun ?? false);
    kind.prepareForCreate?.(object, context);
    try {
      kind.applyDefaults(object);
      refuse(kind, name, [
        ...validateMetadata(kind, object.metadata),
        ...kind.validate(object, context),
        ...(kind.validateCreate?.(object) ?? []),
      ]);
    } catch (error) {
      if (!context.dryRun) kind.afterDelete?.(object, context);
      throw error;
    }
    return context.dryRun ? object : commit(resource, 'ADDED', object);
  };

  const checkVersion = (kind: Kind, old: KubeObject, given: KubeObject): void => {
    const name = old.metadata.name ?? '';
    const { resourceVersion = '', uid = '' } = given.metadata;
    if (uid !== '' && uid !== old.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
      throw conflict(groupResource(kind), name, why);
    }
    if (resourceVersion !== '' && resourceVersion !== old.metadata.resourceVersion) {
      throw conflict(groupResource(kind), name, OPTIMISTIC_LOCK_MESSAGE);
    }
  };

  const update = (resource: ResourceName, given: KubeObject, options: WriteOptions = {}): KubeObject => {
    const kind = kindOf(resource);
    const old = get(resource, given.metadata.namespace ?? '', given.metadata.name ?? '');
    checkVersion(kind, old, given);
    return replace(
      resource,
      old,
      changedObject(kind, old, structuredClone(given), options.subresource),
      options,
    );
  };

  const modify = (
    resource: ResourceName,
    namespace: string,
    name: string,
    change: (draft: KubeObject) => KubeObject | void,
    options: WriteOptions = {},
  ): KubeObject => {
    const old = get(resource, namespace, name);
    const draft = structuredClone(old);
    const given = change(draft) ?? draft;
    const kind = kindOf(resource);
    if (given !== draft) checkVersion(kind, old, given);
    return replace(resource, old, changedObject(kind, old, given, options.subresource), options);
  };

  /** Validates and stores `object` in the place of `old`, or removes it where that was all it waited for. */
  const replace = (
    resource: ResourceName,
    old: KubeObject,
    object: KubeObject,
    { subresource, dryRun = false }: WriteOptions,
  ): KubeObject => {
    const kind = kindOf(resource);
    const context = admission(dryRun);
    if (subresource === 'status') kind.prepareForStatusUpdate?.(object, old, context);
    else {
      if (subresource !== 'ephemeralcontainers') kind.prepareForUpdate?.(object, old, context);
      kind.applyDefaults(object);
    }
    const shared = shareUnchanged(old, object);
    if (shared === old) return old;
    const name = old.metadata.name ?? '';
    if (subresource !== 'status') {
      refuse(kind, name, [
        ...validateMetadata(kind, shared.metadata),
        ...validateMetadataUpdate(shared.metadata, old.metadata),
        ...kind.validate(shared, context),
        ...((kind.validateSubresourceUpdate?.[subresource ?? ''] ?? kind.validateUpdate)?.(shared, old) ??
          []),
      ]);
      if (kind.hasGeneration && !isDeepStrictEqual(specOf(shared), specOf(old))) {
        shared.metadata = { ...shared.metadata, generation: (old.metadata.generation ?? 0) + 1 };
      }
    }
    if (dryRun) return shared;
    if (!isReadyToGo(shared)) return commit(resource, 'MODIFIED', shared, old);
    return remove(resource, shared);
  };

  const remove = (resource: ResourceName, object: KubeObject): KubeObject => {
    const removed = commit(resource, 'DELETED', object, object);
    kindOf(resource).afterDelete?.(object, admission(false));
    return removed;
  };

  const deleteObject = (
    resource: ResourceName,
    namespace: string,
    name: string,
    options: DeleteOptions = {},
  ): { object: KubeObject; gone: boolean } => {
    const kind = kindOf(resource);
    const old = get(resource, namespace, name);
    checkPreconditions(groupResource(kind), old, options.preconditions);
    const marked = markDeleted(kind, old, options, clock.nowMs());
    if (options.dryRun === true) return { object: marked ?? old, gone: marked === undefined };
    if (marked === undefined) return { object: remove(resource, old), gone: true };
    return { object: marked === old ? old : commit(resource, 'MODIFIED', marked, old), gone: false };
  };

  const bind = (namespace: string, name: string, nodeName: string): void => {
    const old = get('pods', namespace, name) as ObjectsByResource['pods'];
    if (old.spec?.nodeName !== undefined) {
      throw conflict(
        { group: '', resource: 'pods/binding' },
        name,
        `pod ${name} is already assigned to node "${old.spec.nodeName}"`,
      );
    }
    const others = (old.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
    const scheduled = {
      type: 'PodScheduled',
      status: 'True',
      lastProbeTime: null as never,
      lastTransitionTime: apiTime(clock.nowMs()),
      observedGeneration: old.metadata.generation,
    };
    const bound = {
      ...old,
      spec: { ...old.spec, nodeName },
      status: { ...old.status, conditions: [...others, scheduled] },
    };
    commit('pods', 'MODIFIED', bound, old);
  };

  const registry = {
    clock,
    kinds,
    kindOf,
    revision: () => revision,
    find: (resource: ResourceName, namespace: string, name: string) =>
      collectionOf(resource).get(namespace, name),
    get,
    list: (resource: ResourceName, namespace?: string) => collectionOf(resource).list(namespace),
    create,
    update,
    modify,
    delete: deleteObject,
    bind,
    onChange: (resource: ResourceName, listener: (change: Change) => void) =>
      collectionOf(resource).onChange(listener),
    changesSince: (resource: ResourceName, since: number) => collectionOf(resource).changesSince(since),
    // The kinds in ObjectsByResource belong to the names by which collections are found.
  } as unknown as Registry;
  return registry;
}

function known<T>(value: T | undefined, resource: string): T {
  if (value === undefined) throw new TypeError(`expected a resource that is served, got ${resource}`);
  return value;
}

function groupResource({ group, resource }: Kind): GroupResource {
  return { group, resource };
}

function refuse({ group, kind }: Kind, name: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(group, kind, name, errors);
}
