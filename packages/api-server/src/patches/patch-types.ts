import { unsupportedMediaType } from '../machinery/api-error.ts';
import { jsonPatch } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import type { PatchType } from './patch-type.ts';
import { strategicMergePatch } from './strategic-merge-patch.ts';

/** All types of patches; another is one more file and a line here. */
const PATCH_TYPES: readonly PatchType[] = [jsonPatch, mergePatch, strategicMergePatch];

/** The forms a patch may have here. */
export const PATCH_MEDIA_TYPES: readonly string[] = PATCH_TYPES.map(({ mediaType }) => mediaType);

/** The type of a patch by its media type, whose parameters count for nothing. Throws ApiError, 415, where there is none. */
export function patchTypeOf(contentType: string): PatchType {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim();
  const found = PATCH_TYPES.find((type) => type.mediaType === mediaType);
  if (found === undefined) throw unsupportedMediaType(PATCH_MEDIA_TYPES);
  return found;
}
