// Words of a pod's record. Times are one later than what they stand for, so that 0 is never and untouched memory is right.
// Single numbers, in a file that imports nothing: bundlers write them where they are used, which a member of an object is not.

/** When its last container ended, plus 1. */
export const lastEnd = 0;
/** When its back-off was last changed, plus 1. */
export const backoffChanged = 1;
/** Lives so far, times 16, plus the rung of the back-off: 0 for none, 1 for the initial one. */
export const lives = 2;
/** When its phase changes next; while it is susceptible, when its container began to run. */
export const due = 3;
