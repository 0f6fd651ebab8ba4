/**
 * Every bound of what is simulated in one place. Time is a whole number of milliseconds below 2^31, in which what a simulation may last
 * and all that may still be to come then have to fit together: check-time.ts.
 */

/** Most podders. */
export const MAX_PODS: number = 10_000_000;

/** Longest that a simulation may last, in milliseconds: 12.4 days. */
export const MAX_UNTIL_MS: number = 2 ** 30;

/** Longest delay of a podder, and longest time in which a probe may fail before it counts, in milliseconds: 3.1 days. */
export const MAX_DELAY_MS: number = 2 ** 28;

/** Longest time of the machine's own, and longest period of a probe, in milliseconds: 17 minutes. */
export const MAX_MACHINE_MS: number = 2 ** 20;

/** Most sneezes in a row that nobody takes for which a circuit breaker waits. */
export const MAX_SNEEZE_BREAKER: number = 255;

/** Most failures in a row that a probe may wait for. */
export const MAX_FAILURE_THRESHOLD: number = 1_000_000;

/** The shortest and the longest of what `crashLoopBackOff.maxContainerRestartPeriod` may be, in milliseconds. */
export const LEAST_MAX_BACKOFF_MS: number = 1_000;
export const MOST_MAX_BACKOFF_MS: number = 300_000;

/** Longest `terminationGracePeriodSeconds`, in milliseconds. */
export const MAX_GRACE_MS: number = MAX_DELAY_MS;

/** Most sneezes from outside that begin a contagion. */
export const MAX_OUTSIDE_SNEEZES: number = 100_000;

/** Most interventions of one simulation, and the least time between two of one that is repeated, in milliseconds. */
export const MAX_INTERVENTIONS: number = 1_000;
export const MIN_EVERY_MS: number = 1_000;

/** Most pods behind a Service that nothing infects. */
export const MAX_IMMUNE: number = 10_000_000;

/** Most pods that a ReplicaSet makes a second, and the longest that a scheduler takes for one, in milliseconds. */
export const MAX_CREATES_PER_SECOND: number = 1_000_000;
export const MAX_SCHEDULE_MS: number = 1_000;

/** Most nodes, most pods of one, and most processors that starts share there. */
export const MAX_NODES: number = 1_000_000;
export const MAX_NODE_PODS: number = 10_000_000;
export const MAX_NODE_CORES: number = 1_024;

/** Most strains that a contagion begins with. */
export const MAX_STRAINS: number = 100;

/** Longest value that a message repeats, in characters. */
export const MAX_SHOWN: number = 80;
