import { isRecord } from '@pod-contagion/notations';
import type { JsonObject } from './json-value.ts';
import type { PatchType } from './patch-type.ts';
import { strategicMerge } from './strategic-merge.ts';

/** The merge patch that knows the schema; what kubectl sends unless told otherwise. */
export const strategicMergePatch: PatchType = {
  mediaType: 'application/strategic-merge-patch+json',
  goType: 'map[string]interface {}',
  isOne: isRecord,
  apply: (original, patch: JsonObject, definition) => strategicMerge(definition, original, patch),
  unreadable: (message) => message,
  strictErrors: ({ duplicates }) => duplicates,
  isBySchema: true,
};
