import { isRecord } from '../kubernetes/objects.ts';

/** A way into an object: names of fields, `*` for every item of a list. */
export type FieldPath = readonly string[];

/** The objects that a path leads to; with `create` the missing ones on the way are made, but for items of lists. */
export function recordsAt(
  root: Record<string, unknown>,
  way: FieldPath,
  create = false,
): readonly Record<string, unknown>[] {
  const [name, ...rest] = way;
  if (name === undefined) return [root];
  if (create && (root[name] === undefined || root[name] === null) && rest[0] !== '*') root[name] = {};
  const next = root[name];
  if (rest[0] === '*') {
    const items: readonly unknown[] = Array.isArray(next) ? next : [];
    return items.filter(isRecord).flatMap((item) => recordsAt(item, rest.slice(1), create));
  }
  return isRecord(next) ? recordsAt(next, rest, create) : [];
}

/** `spec/template/metadata/labels` as a path. */
export function path(text: string): FieldPath {
  return text.split('/');
}

/** Where the spec of the pods of a kind is; undefined where it makes none. */
export function podSpecPath(kind: string): FieldPath | undefined {
  if (kind === 'Pod') return ['spec'];
  if (kind === 'Deployment' || kind === 'ReplicaSet') return ['spec', 'template', 'spec'];
  return undefined;
}
