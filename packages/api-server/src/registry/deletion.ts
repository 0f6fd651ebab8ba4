import { conflict, type GroupResource } from '../machinery/api-error.ts';
import type { Kind } from './kind.ts';
import { apiTime } from '../machinery/clock.ts';
import type { KubeObject, ObjectMeta } from '../machinery/objects.ts';
import type { DeleteOptions } from './registry.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * What a deletion makes of an object: undefined where nothing keeps it, so that it is removed at once; the object
 * itself where nothing changes; else a copy that is marked as being deleted.
 *
 * Source: apiserver/pkg/registry/rest/delete.go (`BeforeDelete`), registry/generic/registry/store.go
 * (`deletionFinalizersForGarbageCollection`).
 */
export function markDeleted<T extends KubeObject>(
  kind: Kind<T>,
  object: T,
  options: DeleteOptions,
  nowMs: number,
): T | undefined {
  const finalizers = finalizersFor(object.metadata, options.propagationPolicy);
  const graceSeconds = kind.deletionGraceSeconds?.(object, {
    gracePeriodSeconds: options.gracePeriodSeconds,
  });
  const { deletionTimestamp, deletionGracePeriodSeconds: presentSeconds = 0 } = object.metadata;
  if (isKept(finalizers, graceSeconds, object)) {
    const seconds = graceSeconds ?? 0;
    if (deletionTimestamp === undefined) {
      const marked = {
        ...object,
        metadata: {
          ...object.metadata,
          ...(finalizers.length > 0 ? { finalizers } : {}),
          deletionTimestamp: apiTime(nowMs + seconds * 1000),
          deletionGracePeriodSeconds: seconds,
          ...(kind.hasGeneration ? { generation: (object.metadata.generation ?? 0) + 1 } : {}),
        },
      };
      return kind.asDeleted?.(marked) ?? marked;
    }
    // A later deletion may only make the grace shorter.
    if (seconds >= presentSeconds) return object;
    const deletedAtMs = Date.parse(deletionTimestamp) - presentSeconds * 1000;
    const metadata = {
      ...object.metadata,
      deletionTimestamp: apiTime(Math.max(deletedAtMs + seconds * 1000, nowMs)),
      deletionGracePeriodSeconds: seconds,
    };
    return { ...object, metadata };
  }
  return undefined;
}

/** Says whether an object that is being deleted can go: nothing finalizes it and its grace is over or was none. */
export function isReadyToGo({ metadata, ...object }: KubeObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0 &&
    (metadata.finalizers ?? []).length === 0 &&
    ownFinalizers(object).length === 0
  );
}

/** Throws Conflict where a deletion's preconditions don't hold. */
export function checkPreconditions(
  resource: GroupResource,
  { metadata }: KubeObject,
  preconditions: DeleteOptions['preconditions'],
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  const name = metadata.name ?? '';
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`;
    throw conflict(resource, name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`;
    throw conflict(resource, name, why);
  }
}

function isKept(
  finalizers: readonly string[],
  graceSeconds: number | undefined,
  object: KubeObject,
): boolean {
  return finalizers.length > 0 || (graceSeconds ?? 0) > 0 || ownFinalizers(object).length > 0;
}

function finalizersFor(metadata: ObjectMeta, policy: DeleteOptions['propagationPolicy']): string[] {
  const others = (metadata.finalizers ?? []).filter((name) => name !== FOREGROUND && name !== ORPHAN);
  if (policy === 'Foreground') return [...others, FOREGROUND];
  if (policy === 'Orphan') return [...others, ORPHAN];
  // Without a policy, what an earlier deletion asked for stays in force.
  return policy === undefined ? (metadata.finalizers ?? []) : others;
}

/** A Namespace has finalizers in its spec, too. */
function ownFinalizers(object: object): readonly string[] {
  return (object as { spec?: { finalizers?: string[] } }).spec?.finalizers ?? [];
}
