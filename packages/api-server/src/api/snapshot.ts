import type { Kind } from '../registry/kind.ts';
import type { KubeObject } from '../machinery/objects.ts';
import type { Registry } from '../registry/registry.ts';

/** Orders keys as lists are: by namespace, then by name. */
export function compareKeys(
  [namespace, name]: readonly [string, string],
  [otherNamespace, otherName]: readonly [string, string],
): number {
  if (namespace !== otherNamespace) return namespace < otherNamespace ? -1 : 1;
  if (name === otherName) return 0;
  return name < otherName ? -1 : 1;
}

/** Namespace and name of an object. */
export function keyOf({ metadata }: KubeObject): readonly [string, string] {
  return [metadata.namespace ?? '', metadata.name ?? ''];
}

/**
 * The objects of a kind as they were at a revision: the present ones, with the changes since taken back. Undefined
 * where not all those are remembered. Works without keeping anything for the client, as objects are never changed.
 */
export function listAtRevision(
  registry: Registry,
  { resource }: Kind,
  namespace: string | undefined,
  revision: number,
): readonly KubeObject[] | undefined {
  const present: readonly KubeObject[] = registry.list(resource, namespace);
  if (revision >= registry.revision()) return present;
  const changes = registry.changesSince(resource, revision);
  if (changes === undefined) return undefined;
  const concerned = changes.filter(
    ({ object }) => namespace === undefined || (object.metadata.namespace ?? '') === namespace,
  );
  if (concerned.length === 0) return present;
  const objects = new Map(present.map((object) => [keyOf(object).join('/'), object]));
  for (const { type, object, previous } of concerned.toReversed()) {
    const key = keyOf(object).join('/');
    if (type === 'ADDED' || previous === undefined) objects.delete(key);
    else objects.set(key, previous);
  }
  return [...objects.values()].toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)));
}
