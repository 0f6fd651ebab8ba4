/** Patches: a file for each type, and a line in patch-types.ts. */
export { applyPatch } from './apply-patch.ts';
export { patchObject, type PatchBody } from './patch-object.ts';
export { PATCH_MEDIA_TYPES } from './patch-types.ts';
export { strategicMerge } from './strategic-merge.ts';
