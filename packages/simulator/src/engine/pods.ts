/** What a pod is; the lowest three bits of its state. */
export const PHASE = {
  susceptible: 0,
  incubating: 1,
  symptomatic: 2,
  /** Its container is being started. */
  starting: 3,
  /** In CrashLoopBackOff. */
  waiting: 4,
  /** There is none, or it is Pending. */
  gone: 5,
  /** Takes sneezes and is never infected. */
  immune: 6,
  /** A starter: its face is closed, and it is never infected. */
  starter: 7,
} as const;
export const PHASE_BITS = 7;

/** Up to this phase its face is open. */
export const LAST_OPEN: number = PHASE.incubating;

/** A Service may send connections to it. */
export const LISTED = 8;
/** As its kubelet says. */
export const READY = 16;
/** The next sync of the Service proxy changes whether it is listed. */
export const QUEUED = 32;
/** Is in the list of those that are listed, where there is one. */
export const IN_LIST = 64;
/** What the next sync makes of it. */
export const WANTED = 128;

/** Words of a pod's record. Times are one later than what they stand for, so that 0 is never and untouched memory is right. */
export const RECORD = {
  /** When its last container ended, plus 1. */
  lastEnd: 0,
  /** When its back-off was last changed, plus 1. */
  backoffChanged: 1,
  /** Lives so far, times 16, plus the rung of the back-off: 0 for none, 1 for the initial one. */
  lives: 2,
  /** When its phase changes next; while it is susceptible, when its container began to run. */
  due: 3,
  /** With lineage: generation, number of its infection, when it was exposed, and how many it has infected. */
  generation: 4,
  infection: 5,
  exposedAt: 6,
  offspring: 7,
} as const;

/** Words of a record without lineage, and with; also as a power of 2. */
export const PLAIN_SHIFT = 2;
export const LINEAGE_SHIFT = 3;
export const PLAIN_WORDS: number = 1 << PLAIN_SHIFT;
export const LINEAGE_WORDS: number = 1 << LINEAGE_SHIFT;

/** The rung in the word of lives. */
export const RUNG_BITS = 15;
export const LIVES_SHIFT = 4;
