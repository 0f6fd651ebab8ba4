import type { Kind } from './kind.ts';
import type { KubeObject, ObjectMeta } from '../machinery/objects.ts';
import type { WriteOptions } from './registry.ts';

/** Fields of metadata that only the API server sets. */
const OWN_FIELDS = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'resourceVersion',
  'generateName',
  'namespace',
  'name',
] as const satisfies readonly (keyof ObjectMeta)[];

/**
 * What an update may make of an object: the fields that only the server sets stay as they were, and so does all that
 * the subresource does not cover (status in an update of the object, everything else in one of status).
 *
 * Source: apiserver/pkg/registry/rest/update.go (`BeforeUpdate`), pkg/registry/core/pod/strategy.go and its like.
 */
export function changedObject(
  { hasStatus }: Kind,
  old: KubeObject,
  given: KubeObject,
  subresource: WriteOptions['subresource'],
): KubeObject {
  const metadata = ownMetadataKept(given.metadata, old.metadata);
  if (subresource === undefined || subresource === 'scale') {
    const object = { ...given, metadata };
    return hasStatus ? withField(object, 'status', fieldOf(old, 'status')) : object;
  }
  if (subresource === 'status') {
    const { labels, annotations } = given.metadata;
    const kept = withoutAbsent({ ...old.metadata, labels, annotations });
    return withField({ ...old, metadata: kept }, 'status', fieldOf(given, 'status'));
  }
  // A copy: defaults are about to be filled in.
  const spec = structuredClone(fieldOf(old, 'spec') as object);
  const { ephemeralContainers } = fieldOf(given, 'spec') as { ephemeralContainers?: unknown };
  return withField(old, 'spec', { ...spec, ephemeralContainers: ephemeralContainers ?? [] });
}

/** All of an object that a generation counts: everything but metadata and status. */
export function specOf(object: KubeObject): object {
  const { metadata: _, status: __, ...rest } = object as KubeObject & { status?: unknown };
  return rest;
}

function ownMetadataKept(given: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const { managedFields: _, selfLink: __, ...kept } = given;
  for (const field of OWN_FIELDS) {
    if (old[field] === undefined) delete kept[field];
    else Object.assign(kept, { [field]: old[field] });
  }
  return kept;
}

function fieldOf(object: object, name: string): unknown {
  return (object as Record<string, unknown>)[name];
}

function withField(object: KubeObject, name: string, value: unknown): KubeObject {
  return withoutAbsent({ ...object, [name]: value });
}

/** A field that is undefined is one that is absent. */
function withoutAbsent<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
