import { applyPatch, type Operation } from 'rfc6902';
import { ApiError } from '../api/api-error.ts';
import { reachOf } from './json-pointer.ts';
import { copyOf, isObject } from './json-value.ts';
import { cannotApply } from './patch-error.ts';

/** The most operations that one patch may have. Source: apiserver/.../handlers/patch.go (maxJSONPatchOperations). */
const MAX_OPERATIONS = 10_000;

const OPERATIONS: ReadonlySet<unknown> = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);
const WITH_FROM: ReadonlySet<unknown> = new Set(['move', 'copy']);
const WITH_VALUE: ReadonlySet<unknown> = new Set(['add', 'replace', 'test']);

/** Whether a value is an operation of RFC 6902 that is complete. */
function isOperation(value: unknown): value is Operation {
  return (
    isObject(value) &&
    OPERATIONS.has(value['op']) &&
    typeof value['path'] === 'string' &&
    (!WITH_FROM.has(value['op']) || typeof value['from'] === 'string') &&
    (!WITH_VALUE.has(value['op']) || 'value' in value)
  );
}

const MAY_ADD: ReadonlySet<string> = new Set(['add', 'move', 'copy']);

/** Applies one operation, or says that it can't be. */
function applyOperation(document: unknown, operation: Operation): boolean {
  const reach = reachOf(document, operation.path);
  // What is not there counts as null. Source: gopkg.in/evanphx/json-patch.v4 (test).
  if (operation.op === 'test' && reach === 'addable' && operation.value === null) return true;
  if (reach === 'nowhere' || (reach === 'addable' && !MAY_ADD.has(operation.op))) return false;
  if ('from' in operation && reachOf(document, operation.from) !== 'present') return false;
  return applyPatch(document, [copyOf(operation)])[0] === null;
}

/**
 * Applies a JSON patch (RFC 6902), all of it or nothing, and changes neither argument. Throws ApiError: 413 for too many
 * operations, 422 for one that is none or doesn't fit the object.
 */
export function applyJsonPatch(original: unknown, patch: readonly unknown[]): unknown {
  if (patch.length > MAX_OPERATIONS) {
    const limit = `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`;
    throw new ApiError(413, 'RequestEntityTooLarge', `Request entity is too large: ${limit}`);
  }
  const result = copyOf(original);
  for (const operation of patch) {
    // The library goes on after an operation that failed, so it gets them one by one.
    if (!isOperation(operation) || !applyOperation(result, operation)) throw cannotApply();
  }
  return result;
}
