/** What a podder is at one moment; each is exactly one of these. */
export const CONDITIONS = [
  /** Not running yet, or again, or not ready yet. */
  'starting',
  'susceptible',
  'incubating',
  'symptomatic',
  /** In CrashLoopBackOff. */
  'waiting',
  /** Will not start again, as a starter after its frenzy. */
  'ended',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/** How many podders are what; they add up to all of them. */
export type Counts = Readonly<Record<Condition, number>>;

/** One podder as it is known. */
export type Podder = Readonly<{
  uid: string;
  name: string;
  condition: Condition;
  ready: boolean;
  containerId: string | undefined;
  waitingReason: string | undefined;
  restarts: number;
  /** The container that ended last. */
  endedContainerId: string | undefined;
  strain: string | null;
  generation: number | null;
  from: string | null;
}>;

/** All podders at one moment, and what has been seen so far. Never changed: each change makes a new one. */
export type Epidemic = Readonly<{
  podders: ReadonlyMap<string, Podder>;
  counts: Counts;
  ready: number;
  /** Restarts of all podders there are, and of the one that has most. */
  restarts: number;
  mostRestarts: number;
  /** The highest generation seen; patient zero is 0. */
  generations: number;
  /** How often somebody was infected. */
  infections: number;
}>;

const NOBODY: Counts = { starting: 0, susceptible: 0, incubating: 0, symptomatic: 0, waiting: 0, ended: 0 };

/** Before the first podder. */
export const NO_EPIDEMIC: Epidemic = Object.freeze({
  podders: new Map(),
  counts: NOBODY,
  ready: 0,
  restarts: 0,
  mostRestarts: 0,
  generations: 0,
  infections: 0,
});

/** The epidemic with other podders, counted anew; generations and infections can't be counted from them. */
export function withPodders(
  podders: ReadonlyMap<string, Podder>,
  { generations, infections }: Pick<Epidemic, 'generations' | 'infections'>,
): Epidemic {
  const counts: Record<Condition, number> = { ...NOBODY };
  let ready = 0;
  let restarts = 0;
  let mostRestarts = 0;
  for (const podder of podders.values()) {
    counts[podder.condition]++;
    if (podder.ready) ready++;
    restarts += podder.restarts;
    mostRestarts = Math.max(mostRestarts, podder.restarts);
  }
  return { podders, counts, ready, restarts, mostRestarts, generations, infections };
}
