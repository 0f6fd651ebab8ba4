/** JSON patch, RFC 6902: a list of operations. */
export const JSON_PATCH = 'application/json-patch+json';

/** JSON merge patch, RFC 7386. */
export const MERGE_PATCH = 'application/merge-patch+json';

/** The merge patch that knows the schema; what kubectl sends unless told otherwise. */
export const STRATEGIC_MERGE_PATCH = 'application/strategic-merge-patch+json';

/** The forms a patch may have here. */
export const PATCH_MEDIA_TYPES: readonly string[] = [JSON_PATCH, MERGE_PATCH, STRATEGIC_MERGE_PATCH];
