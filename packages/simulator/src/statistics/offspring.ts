import type { Case } from '../cases/case.ts';
import { dispersion, type Dispersion } from './dispersion.ts';
import { histogramOf, type Histogram } from './histogram.ts';

/** How many a case infects, over many cases. */
export type Offspring = Readonly<{
  /** How many cases infected none, one, two ... others. */
  histogram: Histogram;
  cases: number;
  infections: number;
  mean: number;
  /** With divisor n - 1; NaN of fewer than two cases. */
  variance: number;
  dispersion: Dispersion;
  /** The smallest share of cases that caused at least 80 % of infections; NaN where there is none. */
  shareOf80Percent: number;
}>;

/** How many each case infected, by its number; cases are those of one run, all of them and in order. */
export function offspringOf(cases: readonly Case[]): Int32Array<ArrayBuffer> {
  const counts = new Int32Array(cases.length);
  for (const { infector } of cases) if (infector !== undefined) counts[infector]!++;
  return counts;
}

/**
 * The histogram of offspring of one run, of those cases only whose course was over when it ended: others may infect more yet, and
 * would make it look as if most infect nobody.
 */
export function offspringHistogram(cases: readonly Case[]): Histogram {
  const counts = offspringOf(cases);
  return histogramOf(counts.filter((_, id) => cases[id]!.endedAtMs !== undefined));
}

/** What a histogram of offspring says, be it of one run or the sum of many. */
export function summariseOffspring(histogram: Histogram): Offspring {
  const cases = histogram.reduce((sum, count) => sum + count, 0);
  const infections = histogram.reduce((sum, count, value) => sum + count * value, 0);
  const mean = infections / cases;
  const squares = histogram.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0);
  const variance = cases < 2 ? NaN : squares / (cases - 1);
  return {
    histogram,
    cases,
    infections,
    mean,
    variance,
    dispersion: dispersion(histogram),
    shareOf80Percent: smallestShare(histogram, 0.8),
  };
}

/**
 * The smallest share of cases that caused at least this share of infections: those with the most offspring first, in whole cases.
 * 0.2 for 80 % is the "20/80 rule" of Woolhouse et al. 1997.
 */
export function smallestShare(histogram: Histogram, ofInfections: number): number {
  const cases = histogram.reduce((sum, count) => sum + count, 0);
  const infections = histogram.reduce((sum, count, value) => sum + count * value, 0);
  if (infections === 0) return NaN;
  // 0.8 x 5 has to be 4, whatever the last digit of 0.8.
  let missing = ofInfections * infections - 1e-9;
  let taken = 0;
  for (let value = histogram.length - 1; value > 0 && missing > 0; value--) {
    const count = Math.min(histogram[value]!, Math.ceil(missing / value));
    taken += count;
    missing -= count * value;
  }
  return taken / cases;
}
