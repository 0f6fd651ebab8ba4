/** One infection of one run: a podder in one of its lives, infected once. Times are milliseconds of virtual time. */
export type Case = Readonly<{
  /** Counts up from 0 in the order of exposure. */
  id: number;
  /** Which podder, from 0. */
  pod: number;
  /** How often it had been restarted, or replaced, when it was infected. */
  life: number;
  /** The case that infected it; undefined for one from outside. */
  infector: number | undefined;
  /** 1 for one from outside, as packages/podder counts; that of the infector and 1 for others. */
  generation: number;
  exposedAtMs: number;
  /** Undefined where the run ended before. */
  symptomaticAtMs: number | undefined;
  endedAtMs: number | undefined;
}>;
