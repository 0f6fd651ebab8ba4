/** The id of a run: 8 characters a-z and 0-9, so that it fits in names of containers, chains and comments. */
export const RUN_PATTERN: RegExp = /^[a-z0-9]{8}$/;
