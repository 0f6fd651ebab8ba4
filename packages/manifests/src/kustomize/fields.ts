import { isRecord, own, setField } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';
import { groupOf, versionOf } from './resource.ts';

/** Fields of objects of some kinds, as kustomize's tables name them: `spec/containers[]/image`, through any list. */
export type FieldSpec = Readonly<{
  path: string;
  group?: string;
  version?: string;
  kind?: string;
  /** Whether what is missing on the way is made, but for what is within lists. */
  create?: boolean;
}>;

/** A single value as the text it is written as; nothing for what is none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Says whether the objects of a group, version and kind are among those of a table's line. */
export function isOfKind(object: KubeObject, { group, version, kind }: Omit<FieldSpec, 'path'>): boolean {
  return (
    (!kind || kind === object.kind) &&
    (!group || group === groupOf(object.apiVersion)) &&
    (!version || version === versionOf(object.apiVersion))
  );
}

/** The parts of a path; a slash after a backslash belongs to a name. */
export function partsOf(path: string, delimiter: string): readonly string[] {
  const parts: string[] = [];
  let continues = false;
  for (const part of path.replace(new RegExp(`^[${delimiter}]`), '').split(delimiter)) {
    const text = part.endsWith('\\') ? part.slice(0, -1) : part;
    if (continues) parts.push(`${parts.pop() ?? ''}${delimiter}${text}`);
    else parts.push(text);
    continues = part.endsWith('\\');
  }
  return parts;
}

/** Where a value is: names of fields and indexes of lists. */
export type Place = readonly string[];

type Change = (value: unknown, place: Place) => unknown;

/** Changes each value that a path leads to; what is made is an empty object. Null is nothing. */
export function changeFields(object: KubeObject, spec: FieldSpec, change: Change): void {
  if (isOfKind(object, spec)) descend(object, [], partsOf(spec.path, '/'), spec.create === true, change);
}

function descend(
  value: unknown,
  place: Place,
  [part = '', ...rest]: readonly string[],
  create: boolean,
  change: Change,
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      descend(item, [...place, String(index)], [part, ...rest], create, change);
    }
    return;
  }
  if (!isRecord(value)) {
    if (value === null || value === undefined) return;
    throw new TypeError(`expected an object or a list before ${part}, got ${JSON.stringify(value)}`);
  }
  const name = part.replace(/\[\]$/, '');
  let next = own(value, name);
  if (next === null || next === undefined) {
    if (!create || name !== part) return;
    next = {};
    setField(value, name, next);
  }
  if (rest.length === 0) setField(value, name, change(next, [...place, name]));
  else descend(next, [...place, name], rest, create, change);
}
