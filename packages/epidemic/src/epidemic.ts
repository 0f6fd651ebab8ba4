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
  /** Node that it runs on and name of what made it, such as a Deployment; '' where that is not known. */
  node: string;
  owner: string;
  /** Its labels as `app=podder,role=generic`, sorted; '' for none. */
  labels: string;
}>;

/** All podders at one moment, and what has been seen so far: totals that stay, and podders that are always those of now. */
export type Epidemic = Readonly<{
  /** By uid. It is the store's own: whoever wants to keep what it is now makes a copy. */
  podders: ReadonlyMap<string, Podder>;
  counts: Counts;
  ready: number;
  /** Why containers do not run, and how many for each reason: ContainerCreating, CrashLoopBackOff, ErrImagePull ... */
  waitingReasons: Readonly<Record<string, number>>;
  /** Restarts of all podders there are, and of the one that has most. */
  restarts: number;
  mostRestarts: number;
  /** The highest generation seen; patient zero is 0. */
  generations: number;
  /** How often somebody was infected. */
  infections: number;
}>;

/** No podder is anything. */
export const NO_COUNTS: Counts = Object.freeze({
  starting: 0,
  susceptible: 0,
  incubating: 0,
  symptomatic: 0,
  waiting: 0,
  ended: 0,
});

/** Before the first podder. */
export const NO_EPIDEMIC: Epidemic = Object.freeze({
  podders: new Map(),
  counts: NO_COUNTS,
  ready: 0,
  waitingReasons: Object.freeze({}),
  restarts: 0,
  mostRestarts: 0,
  generations: 0,
  infections: 0,
});
