import { setField, isRecord } from '@pod-contagion/notations';
import { copyOf, type JsonObject } from './json-value.ts';
import type { PatchType } from './patch-type.ts';

/**
 * Applies a JSON merge patch (RFC 7386): fields of objects merge, null deletes, all else is replaced. Changes neither
 * argument.
 */
export function applyMergePatch(original: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return copyOf(patch);
  const result: JsonObject = isRecord(original) ? copyOf(original) : {};
  mergeInto(result, patch);
  return result;
}

function mergeInto(target: JsonObject, patch: JsonObject): void {
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete target[key];
    } else if (isRecord(value)) {
      const present = Object.hasOwn(target, key) ? target[key] : undefined;
      const merged: JsonObject = isRecord(present) ? present : {};
      mergeInto(merged, value);
      setField(target, key, merged);
    } else {
      setField(target, key, copyOf(value));
    }
  }
}

/** JSON merge patch, RFC 7386. */
export const mergePatch: PatchType = {
  mediaType: 'application/merge-patch+json',
  goType: 'map[string]interface {}',
  isOne: isRecord,
  apply: applyMergePatch,
  unreadable: (message) => `error decoding patch: ${message}`,
  strictErrors: ({ duplicates }) => duplicates,
  isBySchema: false,
};
