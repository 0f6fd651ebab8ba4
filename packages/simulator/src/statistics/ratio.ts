import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { studentReach } from './student-t.ts';

/**
 * Sums over runs of what each has of two numbers: of the first, of the second, of their squares and of their product. Sums of whole
 * numbers are the same in any order, as long as they stay below 2^53.
 */
export type RatioSums = Readonly<{
  runs: number;
  over: number;
  under: number;
  overSquared: number;
  underSquared: number;
  product: number;
}>;

/** Of no runs. */
export const NO_RATIO: RatioSums = {
  runs: 0,
  over: 0,
  under: 0,
  overSquared: 0,
  underSquared: 0,
  product: 0,
};

/** Sums of one run more. */
export function addRun(sums: RatioSums, over: number, under: number): RatioSums {
  return addRatios(sums, {
    runs: 1,
    over,
    under,
    overSquared: over * over,
    underSquared: under * under,
    product: over * under,
  });
}

/** Sums of two lots of runs together. */
export function addRatios(one: RatioSums, other: RatioSums): RatioSums {
  return {
    runs: one.runs + other.runs,
    over: one.over + other.over,
    under: one.under + other.under,
    overSquared: one.overSquared + other.overSquared,
    underSquared: one.underSquared + other.underSquared,
    product: one.product + other.product,
  };
}

/**
 * What the first is of the second, as infections of cases, over all runs together, with the interval of a ratio (Cochran 1977, 6.4): a run
 * is one observation, since what happens within it hangs together. NaN where there is nothing of the second; an interval without limits
 * of one run.
 */
export function ratioOf(sums: RatioSums, level: number = DEFAULT_LEVEL): Estimate {
  const { runs, over, under, overSquared, underSquared, product } = sums;
  const value = over / under;
  if (runs < 2) return { value, low: -Infinity, high: Infinity };
  // Less than nothing is rounding.
  const squares = Math.max(0, overSquared - 2 * value * product + value * value * underSquared);
  const half = (studentReach(runs - 1, level) * Math.sqrt((squares * runs) / (runs - 1))) / under;
  return { value, low: value - half, high: value + half };
}
