import type { JsonObject } from './json-value.ts';
import { isRecord } from '@pod-contagion/notations';
import { badDirective } from './patch-error.ts';

/** Says of an object in a patch that it replaces, or deletes, instead of being merged. */
export const PATCH_DIRECTIVE = '$patch';

/** Lists the keys of an object that shall stay. */
const RETAIN_KEYS = '$retainKeys';

const DELETE_FROM_LIST = '$deleteFromPrimitiveList';
const SET_ORDER = '$setElementOrder';

/** The field that a key such as `$setElementOrder/containers` is about; undefined where the key is no such directive. */
function fieldOfDirective(key: string, prefix: string, malformed: () => Error): string | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [name, ...field] = key.split('/');
  if (name !== prefix || field.length === 0) throw malformed();
  return field.join('/');
}

/** The list whose order a key sets. */
export function orderedField(key: string): string | undefined {
  return fieldOfDirective(key, SET_ORDER, () => badDirective('setElementOrder list'));
}

/** The list of primitives from which a key deletes. */
export function shortenedField(key: string): string | undefined {
  return fieldOfDirective(key, DELETE_FROM_LIST, () => badDirective('primitive list'));
}

/**
 * Takes `$retainKeys` out of a patch and all other keys out of the object. Source:
 * apimachinery/pkg/util/strategicpatch/patch.go (applyRetainKeysDirective).
 */
export function applyRetainKeys(original: JsonObject, patch: JsonObject): void {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
  const list = patch[RETAIN_KEYS];
  delete patch[RETAIN_KEYS];
  if (!Array.isArray(list)) throw badDirective('retainKeys');
  const retained = new Set<unknown>(list);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ORDER)) continue;
    if (!retained.has(key)) throw badDirective('retainKeys');
  }
  for (const key of Object.keys(original)) if (!retained.has(key)) delete original[key];
}

/** Takes null fields out of a value, in place: there is nothing they could delete. Nulls in lists stay. */
export function withoutNulls(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) withoutNulls(item);
  if (!isRecord(value)) return;
  for (const [key, item] of Object.entries(value)) {
    if (item === null) delete value[key];
    else withoutNulls(item);
  }
}

/**
 * What remains of a value that meets nothing it could be merged with: objects with a directive go. Undefined where that is
 * the value itself. Source: strategicpatch/patch.go (removeDirectives).
 */
export function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isRecord(value)) return value;
  if (Object.hasOwn(value, PATCH_DIRECTIVE)) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const kept = withoutDirectives(item);
    if (kept === undefined) delete value[key];
    else if (kept !== item) value[key] = kept;
  }
  return value;
}
