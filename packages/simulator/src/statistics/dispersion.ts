import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import type { Histogram } from './histogram.ts';
import { normalReach } from './normal.ts';

/**
 * How unevenly infections are spread over cases: k of the negative binomial distribution, whose variance is m + m^2 / k. Small is
 * uneven; Infinity is as even as Poisson's, or more so, as where all sneeze equally often.
 */
export type Dispersion = Readonly<{
  /** m^2 / (variance - m). */
  byMoments: number;
  /** Where the likelihood is greatest, with its profile interval. */
  byLikelihood: Estimate;
}>;

/** Above this a negative binomial distribution can't be told from Poisson's. */
const LARGEST = 1e9;
const SMALLEST = 1e-9;
const HALVINGS = 200;

/**
 * The dispersion of a histogram by moments, and by maximum likelihood (Bliss and Fisher 1953) with the interval in which twice the
 * log-likelihood lies at most z^2 below its greatest. The likelihood of k has its mean at that of the sample whatever k, and a
 * greatest value exactly where the variance, with divisor n, is more than the mean (Levin and Reeds 1977). NaN without offspring.
 */
export function dispersion(histogram: Histogram, level: number = DEFAULT_LEVEL): Dispersion {
  const tails = tailsOf(histogram);
  const cases = tails.cases;
  const infections = histogram.reduce((sum, count, value) => sum + count * value, 0);
  const mean = infections / cases;
  if (!(mean > 0)) return { byMoments: NaN, byLikelihood: { value: NaN, low: NaN, high: NaN } };
  const squares = histogram.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0);
  const excess = squares / (cases - 1) - mean;
  const byMoments = excess > 0 ? (mean * mean) / excess : Infinity;
  const score = (k: number): number => scoreOf(tails.above, cases, mean, k);
  const value = squares / cases > mean ? crossing(score, SMALLEST, LARGEST) : Infinity;
  const likelihood = (k: number): number => likelihoodOf(tails.above, cases, mean, k);
  const least = likelihood(Math.min(value, LARGEST)) - normalReach(level) ** 2 / 2;
  const from = Math.min(value, LARGEST);
  const low = crossing((k) => least - likelihood(k), SMALLEST, from);
  const isBounded = likelihood(LARGEST) < least;
  const high = isBounded ? crossing((k) => likelihood(k) - least, from, LARGEST) : Infinity;
  return { byMoments, byLikelihood: { value, low, high } };
}

/** How many cases there are, and how many have more than j offspring for each j: all that the likelihood of k needs. */
function tailsOf(histogram: Histogram): { cases: number; above: readonly number[] } {
  const above: number[] = [];
  let cases = histogram.reduce((sum, count) => sum + count, 0);
  const all = cases;
  for (const count of histogram) {
    cases -= count;
    above.push(cases);
  }
  return { cases: all, above };
}

/** The slope of the log-likelihood. */
function scoreOf(above: readonly number[], cases: number, mean: number, k: number): number {
  let sum = 0;
  for (const [j, count] of above.entries()) sum += count / (k + j);
  return sum - cases * Math.log1p(mean / k);
}

/** The log-likelihood but for what does not depend on k. */
function likelihoodOf(above: readonly number[], cases: number, mean: number, k: number): number {
  let sum = 0;
  for (const [j, count] of above.entries()) sum += count * Math.log1p((j - mean) / (k + mean));
  return sum - cases * k * Math.log1p(mean / k);
}

/** Where a function that is above 0 at first and then below it crosses 0, on a scale of ratios. */
function crossing(f: (k: number) => number, from: number, to: number): number {
  let low = Math.log(from);
  let high = Math.log(to);
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (f(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
