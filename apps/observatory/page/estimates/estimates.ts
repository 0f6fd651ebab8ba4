import { signal, type Signal } from '@preact/signals';

/** Fewer infections in a window say nothing: a coefficient of variation above 0.3 (Cori et al. 2013, with the prior's one). */
export const LEAST_CASES = 11;

/** A value and what it lies between, 95 %. */
export type Between = Readonly<{ value: number; low: number; high: number }>;

/** Where an epidemic is going. */
export type Word = 'growing' | 'steady' | 'dying' | 'unknown' | 'over';

/** How many were infected in each bin, by when they were; the first bin begins at `fromMs`. */
export type Incidence = Readonly<{ fromMs: number; binMs: number; counts: Uint32Array }>;

/** The instantaneous reproduction number at moments, each of the window that ends then; NaN where too few were infected in it. */
export type ReproductionSeries = Readonly<{
  windowMs: number;
  atMs: Float64Array;
  value: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** How many were infected in the window by others. */
  infections: Uint32Array;
}>;

/** How many those infect, on average, who were infected in a window: exact where who infected whom is known. */
export type Cohorts = Readonly<{
  /** `tree`: counted. `wallinga-teunis`: guessed by the time between them, where too few say who infected them. */
  method: 'tree' | 'wallinga-teunis';
  fromMs: number;
  binMs: number;
  cases: Uint32Array;
  value: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** How many may still infect others: where it is not 0, the value is a lower bound. */
  unfinished: Uint32Array;
}>;

/** From the infection of one to that of those whom it infects, by those that have ended. */
export type Interval = Readonly<{ meanMs: number; deviationMs: number; leastMs: number; pairs: number }>;

/** How fast infections become more; by e^(r t) in the window. */
export type Growing = Readonly<{
  perSecond: Between;
  doublingSeconds: number;
  /** The reproduction number that goes with it; undefined where no generation interval is known. */
  reproduction: Between | undefined;
}>;

/** What is estimated of the epidemic as it is shown, of the strain and the brush that are chosen. */
export type Estimates = Readonly<{
  /** The moment that single numbers are of, in ms since 1970: that of the cursor. Intervals and what charts show are of all that is known. */
  atMs: number;
  /** The instantaneous reproduction number at its end; undefined where too few were infected to say. */
  reproduction: Between | undefined;
  /** The same counted in the bins of `incidence`, as EpiEstim does it: a check of the one without. */
  reproductionInBins: Between | undefined;
  word: Word;
  infectionsPerSecond: number;
  /** Distinct pods that were infected by then, of all that were ever at risk by then: 0 to 1. */
  attackRate: number;
  /** Whether infections of the beginning are kept no more: pods of which nothing else is known are missing in the attack rate. */
  isCut: boolean;
  /** How many infections there were by then, with those that are kept no more; and whether there may have been more. */
  infections: number;
  isLeast: boolean;
  /** The highest generation of them. */
  generations: number;
  /** What `reproduction`, `growth` and the rate are of, in ms since 1970. */
  windowMs: readonly [fromMs: number, untilMs: number];
  /** The same in words: `in the last 10 s`, or `from 12:01:10 to 12:03:10` where it is chosen or does not end now. */
  when: string;
  /** Of them: infected in the window by others. */
  inWindow: number;
  /** Up to when all infections are known: later ones show only once their containers end. Infinity where podders are asked. */
  completeUntilMs: number;
  /** Up to when it is known of all infections whom they caused, once they have ended. Infinity where podders are asked. */
  settledUntilMs: number;
  /** Infections that came from outside, and those of whom nobody said who infected them. */
  imports: number;
  unlinked: number;
  interval: Interval | undefined;
  growth: Growing | undefined;
  series: ReproductionSeries | undefined;
  /** How many there were before the first of `incidence`, as far as it is known. */
  forgotten: number;
  incidence: Incidence | undefined;
  /** How many fell ill, in bins as wide; those that ended before their first symptom are not in it. */
  onsets: Incidence | undefined;
  cohorts: Cohorts | undefined;
  /** When the last one ended, where nobody was infected any more by then. */
  extinctSinceMs: number | undefined;
  /** How long it took to reckon all this, in ms. */
  tookMs: number;
}>;

/** Made anew once or twice a second; undefined before there is any. */
export const estimates: Signal<Estimates | undefined> = signal(undefined);
