/** Toxics of one fault. */
export const MAX_TOXICS = 16;

/** The largest number that a toxic can be told: 31 years in ms, a terabyte in bytes. */
export const MAX_ATTRIBUTE = 1_000_000_000_000;

/** Characters of one toxic, as it is written. */
export const MAX_TOXIC_CHARACTERS = 256;

/**
 * The most bytes that all toxics of a pod hold together: they count as memory of the pod. Beyond it a connection of which something
 * is held is not read from until that is sent.
 */
export const MAX_HELD_BYTES = 33_554_432;

/** How often it is looked whether anything still passes once the fault is over, in ms. */
export const LOOK_EVERY_MS = 50;

/** At how many looks nothing has to have passed before a connection is closed. */
export const QUIET_LOOKS = 4;
