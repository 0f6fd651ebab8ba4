/** Most cases that are kept of one run, 28 bytes each; the first ones are. */
export const MAX_CASES: number = 10_000_000;
