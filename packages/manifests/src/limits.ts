/** Every bound of reading manifests in one place. */

/** Largest manifest read, in bytes. */
export const MAX_MANIFEST_BYTES: number = 16 * 1024 * 1024;

/** Longest line of a file of variables, in bytes: kustomize stops in silence at a longer one. */
export const MAX_VARIABLE_LINE_BYTES: number = 64 * 1024 - 1;

/** Deepest chain of kustomizations. */
export const MAX_KUSTOMIZATION_DEPTH: number = 32;
