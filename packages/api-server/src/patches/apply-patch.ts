import { badRequest, unsupportedMediaType } from '../machinery/api-error.ts';
import { goValueOf } from '../schema/go-types.ts';
import { applyJsonPatch } from './json-patch.ts';
import { isRecord } from '@pod-contagion/notations';
import { applyMergePatch } from './merge-patch.ts';
import { JSON_PATCH, MERGE_PATCH, PATCH_MEDIA_TYPES, STRATEGIC_MERGE_PATCH } from './patch-types.ts';
import { strategicMerge } from './strategic-merge.ts';

/** How each type of patch is applied: to add one, add it here. `null` is what Go makes of an empty patch. */
const APPLIERS: Readonly<Record<string, (original: unknown, patch: unknown, definition: string) => unknown>> =
  {
    [JSON_PATCH]: (original, patch) => {
      if (!Array.isArray(patch)) throw wrongPatch(patch, '[]handlers.jsonPatchOp');
      return applyJsonPatch(original, patch);
    },
    [MERGE_PATCH]: (original, patch) => {
      if (!isRecord(patch)) throw wrongPatch(patch, 'map[string]interface {}');
      return applyMergePatch(original, patch);
    },
    [STRATEGIC_MERGE_PATCH]: (original, patch, definition) => {
      if (!isRecord(patch)) throw wrongPatch(patch, 'map[string]interface {}');
      return strategicMerge(definition, original, patch);
    },
  };

function wrongPatch(patch: unknown, expected: string): Error {
  const got = patch === null ? 'null' : goValueOf(patch);
  return badRequest(`error decoding patch: json: cannot unmarshal ${got} into Go value of type ${expected}`);
}

/** The media type without its parameters. Throws ApiError, 415, where no patch of that type is known. */
export function patchTypeOf(contentType: string): string {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim();
  if (!PATCH_MEDIA_TYPES.includes(mediaType)) throw unsupportedMediaType(PATCH_MEDIA_TYPES);
  return mediaType;
}

/**
 * Applies a patch that was read already to an object of a definition, and changes neither. What comes out may hold
 * fields that the definition has not: checkObject is next. Throws ApiError: 400 for a patch of the wrong form, 415 for an
 * unknown type of patch, 422 (or 413, 500, as the API has it) where it can't be applied.
 */
export function applyPatch(
  contentType: string,
  original: unknown,
  patch: unknown,
  definition: string,
): unknown {
  return APPLIERS[patchTypeOf(contentType)]?.(original, patch, definition);
}
