/** Where in its state a pod's phase is: phase.ts. */
export const PHASE_BITS = 7;

/** Up to this phase its face is open. */
export const LAST_OPEN = 1;

/** A Service may send connections to it. */
export const LISTED = 8;
export const LISTED_SHIFT = 3;
/** As its kubelet says. */
export const READY = 16;
/** The next sync of the Service proxy changes whether it is listed. */
export const QUEUED = 32;
/** Is in the list of those that are listed, where there is one. */
export const IN_LIST = 64;
/** What the next sync makes of it. */
export const WANTED = 128;

/** Words of a record, and of a lineage; also as a power of 2. */
export const WORDS = 4;
export const WORDS_SHIFT = 2;

/** The rung in the word of lives. */
export const RUNG_BITS = 15;
export const LIVES_SHIFT = 4;
