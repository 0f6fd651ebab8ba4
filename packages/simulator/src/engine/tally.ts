/** What is counted, by its place. The first are how many are in which phase, by its number in pods.ts. */
export const COUNT = {
  susceptible: 0,
  incubating: 1,
  symptomatic: 2,
  starting: 3,
  waiting: 4,
  gone: 5,
  ready: 6,
  infections: 7,
  restarts: 8,
  mostRestarts: 9,
  generations: 10,
  sneezes: 11,
  /** Sneezes that nobody took: no endpoint, or a closed face. */
  refused: 12,
  /** Changes of state: what the speed of a simulation is counted in. */
  events: 13,
} as const;

/** How many counts there are. */
export const COUNTS = 14;
