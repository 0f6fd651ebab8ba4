/** One life of a podder that is infected whenever it is ready, and what came of its end. Times are in ms of one clock. */
export type Rung = Readonly<{
  exposedAtMs: number;
  /** From when on its probes fail. */
  failsAtMs: number;
  endedAtMs: number;
  /** Whether the end was followed by CrashLoopBackOff. */
  waits: boolean;
  /** When the next life began to answer, and when the podder was said to be ready for the first time after the end. */
  upAtMs: number;
  readyAtMs: number;
}>;

/** All lives of one podder but the last, in which it is ready once more. */
export type Ladder = Readonly<{ rungs: readonly Rung[] }>;
