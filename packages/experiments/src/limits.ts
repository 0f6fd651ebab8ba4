/** Largest file of an experiment, in bytes. */
export const MAX_EXPERIMENT_BYTES: number = 1024 * 1024;

/** How many mistakes of a file are told at once. */
export const MAX_MISTAKES = 20;

/** How long an HTTP activity may take where it does not say, in ms; Chaos Toolkit waits for ever. */
export const HTTP_LIMIT_MS = 30_000;

/** Largest body of an answer that is read, in bytes. */
export const MAX_BODY_BYTES: number = 4 * 1024 * 1024;

/** How many redirects an HTTP activity follows, as Python's requests does. */
export const MAX_REDIRECTS = 30;

/** How long a process may run where it does not say, in ms; Chaos Toolkit waits for ever. */
export const PROCESS_LIMIT_MS = 3_600_000;

/** How much of each output of a process is kept, in bytes; the rest is read and dropped. */
export const MAX_OUTPUT_BYTES: number = 1024 * 1024;

/** How long a process that was told to end has before it is killed, in ms. */
export const PROCESS_GRACE_MS = 2_000;

/** The longest time that one timer of Node.js takes, in ms: 24.8 days. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/** How long a hook may take, in ms. */
export const HOOK_LIMIT_MS = 10_000;

/** How many times the hypothesis is looked at during a method at most; a day of every second. */
export const MAX_LOOKS = 100_000;

/** How much text of the output of one activity a report shows, in characters; the journal has all of it. */
export const MAX_SHOWN_OUTPUT = 2_000;

/** Characters of why a tolerance was not met. */
export const MAX_WHY = 300;
