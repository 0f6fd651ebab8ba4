/** How one run ended; times are milliseconds of virtual time. */
export type RunResult = Readonly<{
  /** Its number in the ensemble, from 0, and the seed that comes of it. */
  run: number;
  seed: number;
  /** When nobody was infected any more; undefined where somebody still was at the end. */
  extinctAtMs: number | undefined;
  infections: number;
  generations: number;
  restarts: number;
  mostRestarts: number;
  /** Sneezes, and how many of them met nobody: no endpoint, or a closed face. */
  sneezes: number;
  refused: number;
  /** Changes of state that were simulated. */
  events: number;
}>;
