/** What one run of an ensemble came to. */
export type RunResult = Readonly<{
  /** When nobody was infected any more, in ms of virtual time; undefined where somebody still was at the end. */
  extinctAtMs: number | undefined;
  infections: number;
  /** Until then: who is in back-off then is restarted later. */
  restarts: number;
  /** Changes of state that were simulated. */
  events: number;
}>;
