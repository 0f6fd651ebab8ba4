/** What is counted, by its place. The first are how many are in which phase, by its number in pods.ts. */
export const COUNT = {
  susceptible: 0,
  incubating: 1,
  symptomatic: 2,
  starting: 3,
  waiting: 4,
  gone: 5,
  immune: 6,
  starter: 7,
  /** Podders that their kubelets call ready. */
  ready: 8,
  infections: 9,
  restarts: 10,
  mostRestarts: 11,
  generations: 12,
  sneezes: 13,
  /** Sneezes that nobody took: no endpoint, a closed face, or a network that lost them. */
  refused: 14,
  /** Changes of state: what the speed of a simulation is counted in. */
  events: 15,
} as const;

/** How many counts there are. */
export const COUNTS = 16;
