/** Characters of an order; the longest that makes sense, with hundreds of peers, is far shorter. */
export const SPEC_LIMIT_CHARACTERS = 65_536;

/** How long one fault may last, in ms: a day, for an experiment that somebody forgot. */
export const DURATION_LIMIT_MS = 86_400_000;

/** How long one program may take, in ms; it is killed then. `iptables` waits for its lock for part of it. */
export const COMMAND_LIMIT_MS = 10_000;

/** Bytes that one program may write; what is read back from a pod is far less. */
export const COMMAND_OUTPUT_LIMIT_BYTES = 16_777_216;

/** How long finding all addresses of one name may take, in ms. */
export const RESOLVE_LIMIT_MS = 10_000;

/** How long a fault's part may take to look and plan, in ms. */
export const PLAN_LIMIT_MS = 30_000;

/** How long one step may take to be done, undone or read back, in ms: more than one program, each with its own limit. */
export const STEP_LIMIT_MS = 20_000;

/** How long the whole set-up may take, in ms: no further step is begun after it. */
export const SET_UP_LIMIT_MS = 30_000;

/** How long counting the hits may take, in ms; it must not keep a fault from being undone. */
export const EFFECT_LIMIT_MS = 3_000;

/** How often an active fault is read back and counted, in ms. */
export const WATCH_EVERY_MS = 5_000;

/** How long undoing may take with all its rounds, in ms. What is still there then is reported as left. */
export const UNDO_LIMIT_MS = 45_000;

/** How often everything that is still there is tried again. */
export const UNDO_ROUNDS = 10;

/** The pause before the second round, in ms; it doubles up to the longest. */
export const UNDO_FIRST_PAUSE_MS = 100;

/** The longest pause between two rounds, in ms. */
export const UNDO_LONGEST_PAUSE_MS = 10_000;

/** How long the one who ends a fault waits for the proof of the agent that holds it, in ms: more than undoing takes. */
export const END_ANSWER_LIMIT_MS = 60_000;

/** How long asking who holds a lock may take, in ms. */
export const WHO_LIMIT_MS = 2_000;

/** The pause before the lock is tried again, in ms: its holder closes it just after its answer. */
export const LOCK_PAUSE_MS = 100;

/** How often one who ends a fault tries to get the lock: others may take it in between. */
export const LOCK_ROUNDS = 30;

/** Connections that the holder of a lock has at once. */
export const LOCK_CONNECTION_LIMIT = 8;

/** Bytes of a question; it is one short line. */
export const QUESTION_LIMIT_BYTES = 256;

/** Bytes of an answer: a report and what is around it. */
export const ANSWER_LIMIT_BYTES = 8_192;

/** How long a connection may be silent before its question, in ms. */
export const QUESTION_LIMIT_MS = 5_000;

/** How long the last answers may take to leave, in ms. */
export const RELEASE_LIMIT_MS = 1_000;

/** Bytes of a termination message that Kubernetes keeps. */
export const REPORT_LIMIT_BYTES = 4_096;

/** Characters of one text in a report: what a program said can be long. */
export const REPORT_TEXT_LIMIT_CHARACTERS = 600;

/** Bytes that wait for a reader of standard output; further lines are dropped then, but never the report. */
export const OUTPUT_LIMIT_BYTES = 65_536;

/** How long the report may take to leave standard output, in ms. */
export const OUTPUT_FLUSH_LIMIT_MS = 1_000;
