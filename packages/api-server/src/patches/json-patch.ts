import { sameValue, setField, isRecord } from '@pod-contagion/notations';
import { ApiError } from '../machinery/api-error.ts';
import {
  MAX_JSON_PATCH_COPY_BYTES,
  MAX_JSON_PATCH_OPERATIONS,
  MAX_JSON_PATCH_SHIFTS,
} from '../machinery/limits.ts';
import { MAX_DEPTH } from '../schema/scan.ts';
import { measureJson } from '../machinery/json-measure.ts';
import { copyOf } from './json-value.ts';
import { findPlace, type Place } from './json-pointer.ts';
import { cannotApply } from './patch-error.ts';
import type { PatchType } from './patch-type.ts';

/** An operation of RFC 6902. */
type Operation = Readonly<{ op: string; path: string; from: string; value: unknown }>;

/** What a patch has used up so far of what it may. */
type Spent = { copiedBytes: number; shiftedItems: number };

const OPERATIONS: Readonly<
  Record<string, (document: unknown, operation: Operation, spent: Spent) => boolean>
> = {
  add: (document, { path, value }, spent) => add(findPlace(document, path), copyOf(value), spent),
  remove: (document, { path }, spent) => remove(findPlace(document, path), spent),
  replace: (document, { path, value }) => replace(findPlace(document, path), copyOf(value)),
  move: (document, { from, path }, spent) => {
    const place = findPlace(document, from);
    if (place?.isPresent !== true) return false;
    const { value } = place;
    // Removed first, so that nothing can be moved into itself.
    return remove(place, spent) && add(findPlace(document, path), value, spent);
  },
  copy: (document, { from, path }, spent) => {
    const place = findPlace(document, from);
    if (place?.isPresent !== true) return false;
    const { bytes, depth } = measureJson(place.value, MAX_JSON_PATCH_COPY_BYTES);
    spent.copiedBytes += bytes;
    if (spent.copiedBytes > MAX_JSON_PATCH_COPY_BYTES || depth > MAX_DEPTH) return false;
    return add(findPlace(document, path), copyOf(place.value), spent);
  },
  test: (document, { path, value }) => {
    const place = findPlace(document, path);
    if (place === undefined) return false;
    // What is not there counts as null. Source: gopkg.in/evanphx/json-patch.v4 (test).
    return place.isPresent ? sameValue(place.value, value) : value === null;
  },
};

const WITH_FROM: ReadonlySet<unknown> = new Set(['move', 'copy']);
const WITH_VALUE: ReadonlySet<unknown> = new Set(['add', 'replace', 'test']);

/** Whether a value is an operation of RFC 6902 that is complete. */
function isOperation(value: unknown): value is Operation {
  return (
    isRecord(value) &&
    typeof value['op'] === 'string' &&
    Object.hasOwn(OPERATIONS, value['op']) &&
    typeof value['path'] === 'string' &&
    (!WITH_FROM.has(value['op']) || typeof value['from'] === 'string') &&
    (!WITH_VALUE.has(value['op']) || Object.hasOwn(value, 'value'))
  );
}

function add(place: Place | undefined, value: unknown, spent: Spent): boolean {
  if (place === undefined) return false;
  const { holder, key } = place;
  if (!Array.isArray(holder)) {
    setField(holder, key, value);
    return true;
  }
  const at = key === '-' ? holder.length : Number(key);
  if (!mayShift(spent, holder.length - at)) return false;
  holder.splice(at, 0, value);
  return true;
}

function remove(place: Place | undefined, spent: Spent): boolean {
  if (place?.isPresent !== true) return false;
  const { holder, key } = place;
  if (!Array.isArray(holder)) return delete holder[key];
  if (!mayShift(spent, holder.length - Number(key))) return false;
  holder.splice(Number(key), 1);
  return true;
}

function replace(place: Place | undefined, value: unknown): boolean {
  if (place?.isPresent !== true) return false;
  const { holder, key } = place;
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else setField(holder, key, value);
  return true;
}

function mayShift(spent: Spent, items: number): boolean {
  spent.shiftedItems += items;
  return spent.shiftedItems <= MAX_JSON_PATCH_SHIFTS;
}

/**
 * Applies a JSON patch (RFC 6902), all of it or nothing, and changes neither argument. Throws ApiError: 413 for too many
 * operations, 422 for one that is none, doesn't fit the object, or makes it grow beyond what copies may add.
 */
export function applyJsonPatch(original: unknown, patch: readonly unknown[]): unknown {
  if (patch.length > MAX_JSON_PATCH_OPERATIONS) {
    const limit = `The allowed maximum operations in a JSON patch is ${MAX_JSON_PATCH_OPERATIONS}, got ${patch.length}`;
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity is too large: ${limit}`);
  }
  const result = copyOf(original);
  const spent: Spent = { copiedBytes: 0, shiftedItems: 0 };
  for (const operation of patch) {
    if (!isOperation(operation) || OPERATIONS[operation.op]?.(result, operation, spent) !== true)
      throw cannotApply();
  }
  // Each operation is shallow, but one may put what another made into a place that lies deep.
  if (measureJson(result, Number.POSITIVE_INFINITY).depth > MAX_DEPTH) throw cannotApply();
  return result;
}

/** The fields that an operation has; strict decoding holds others against a patch. */
const OPERATION_FIELDS: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value']);

/** JSON patch, RFC 6902: a list of operations. */
export const jsonPatch: PatchType = {
  mediaType: 'application/json-patch+json',
  goType: '[]handlers.jsonPatchOp',
  isOne: Array.isArray,
  apply: applyJsonPatch,
  unreadable: (message) => `error decoding patch: ${message}`,
  strictErrors: ({ value, duplicates }) => {
    if (!Array.isArray(value)) return duplicates;
    const unknown = value.flatMap((operation: unknown, index) =>
      isRecord(operation)
        ? Object.keys(operation)
            .filter((key) => !OPERATION_FIELDS.has(key))
            .map((key) => `unknown field "[${index}].${key}"`)
        : [],
    );
    return [...unknown, ...duplicates].map((text) => `json patch ${text}`);
  },
  isBySchema: false,
};
