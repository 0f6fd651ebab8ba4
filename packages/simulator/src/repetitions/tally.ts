import { addHistograms, type Histogram } from '../statistics/histogram.ts';
import { addRatios, NO_RATIO, type RatioSums } from '../statistics/ratio.ts';

/**
 * Who infected whom, of many runs: sums that are as small for millions of cases as for a few. All are of whole numbers, so that neither
 * the order of runs nor how they were divided changes anything.
 */
export type Tally = Readonly<{
  /** Of cases that were over: how many infected none, one, two ... others. */
  offspring: Histogram;
  /** Infections of cases, over these. */
  offspringOfCases: RatioSums;
  /** The times from the infection of a case to those of the ones it infects, over their number; and their squares. */
  intervalsMs: RatioSums;
  intervalsSquared: number;
  /** How many of these times lie in each bin, and how many steps are between the two infections, one at least. */
  intervalBins: Histogram;
  intervalSteps: Histogram;
  /** Infections in each step, and after each of these numbers those of them that came from outside: one list for each group of runs. */
  infections: readonly Histogram[];
  /** Infections of cases, by the cohort of the latter; and how many of them were not over when their run ended. */
  cohorts: readonly RatioSums[];
  unfinished: readonly number[];
  /** Cases by wave, in which there is growth: one list for each group of runs. */
  growth: readonly (readonly number[])[];
}>;

/** Runs are in as many groups, by their number: enough for an interval, few enough for each to grow. */
export const GROWTH_GROUPS = 20;

/** Of no runs. */
export const NO_TALLY: Tally = {
  offspring: [],
  offspringOfCases: NO_RATIO,
  intervalsMs: NO_RATIO,
  intervalsSquared: 0,
  intervalBins: [],
  intervalSteps: [],
  infections: [],
  cohorts: [],
  unfinished: [],
  growth: [],
};

/** What two lots of runs come to together. */
export function addTallies(one: Tally, other: Tally): Tally {
  return {
    offspring: addHistograms([one.offspring, other.offspring]),
    offspringOfCases: addRatios(one.offspringOfCases, other.offspringOfCases),
    intervalsMs: addRatios(one.intervalsMs, other.intervalsMs),
    intervalsSquared: one.intervalsSquared + other.intervalsSquared,
    intervalBins: addHistograms([one.intervalBins, other.intervalBins]),
    intervalSteps: addHistograms([one.intervalSteps, other.intervalSteps]),
    infections: zip(one.infections, other.infections, (a = [], b = []) => addHistograms([a, b])),
    cohorts: zip(one.cohorts, other.cohorts, (a = NO_RATIO, b = NO_RATIO) => addRatios(a, b)),
    unfinished: addHistograms([one.unfinished, other.unfinished]),
    growth: zip(one.growth, other.growth, (a = [], b = []) => addHistograms([a, b])),
  };
}

function zip<T>(
  one: readonly T[],
  other: readonly T[],
  add: (one: T | undefined, other: T | undefined) => T,
): readonly T[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, place) => add(one[place], other[place]));
}
