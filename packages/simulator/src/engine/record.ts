// Words of a pod's record. Times are one later than what they stand for, so that 0 is never and untouched memory is right.

/** When its last container ended, plus 1. */
export const lastEnd = 0;
/** When its back-off was last changed, plus 1. */
export const backoffChanged = 1;
/** Lives so far, times 16, plus the rung of the back-off: 0 for none, 1 for the initial one. */
export const lives = 2;
/** When its phase changes next; while it is susceptible, when its container began to run. */
export const due = 3;
/** With lineage: generation, number of its infection, when it was exposed, and how many it has infected. */
export const generation = 4;
export const infection = 5;
export const exposedAt = 6;
export const offspring = 7;
