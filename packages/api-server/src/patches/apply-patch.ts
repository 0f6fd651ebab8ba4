import { badRequest } from '../machinery/api-error.ts';
import { goValueOf } from '../schema/go-types.ts';
import { patchTypeOf } from './patch-types.ts';

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
  const { isOne, goType, apply } = patchTypeOf(contentType);
  if (isOne(patch)) return apply(original, patch as never, definition);
  // `null` is what Go makes of an empty patch.
  const got = patch === null ? 'null' : goValueOf(patch);
  throw badRequest(`error decoding patch: json: cannot unmarshal ${got} into Go value of type ${goType}`);
}
