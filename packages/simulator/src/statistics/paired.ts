import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { logGamma } from './gamma.ts';
import { meanOf, type Mean } from './mean.ts';
import { wilson } from './wilson.ts';

/** How runs with the same random numbers, but two settings, came out. */
export type Pairs = Readonly<{ both: number; onlyFirst: number; onlySecond: number; neither: number }>;

/** Counts pairs: 1 or true where a run survived, in the order of the seeds. */
export function countPairs(first: ArrayLike<number | boolean>, second: ArrayLike<number | boolean>): Pairs {
  sameLength(first, second);
  const counts = [0, 0, 0, 0];
  for (let index = 0; index < first.length; index++) {
    counts[(first[index] ? 0 : 2) + (second[index] ? 0 : 1)]!++;
  }
  const [both = 0, onlyFirst = 0, onlySecond = 0, neither = 0] = counts;
  return { both, onlyFirst, onlySecond, neither };
}

/**
 * McNemar's test whether two settings differ, of which only pairs that came out differently tell anything: the exact two-sided
 * p-value, and the mid-p, which counts half of what is as likely as what was seen and is less cautious. Fagerland, Lydersen and
 * Laake 2013.
 */
export function mcnemar({ onlyFirst, onlySecond }: Pairs): { exact: number; midP: number } {
  const count = onlyFirst + onlySecond;
  if (count === 0) return { exact: 1, midP: 1 };
  const least = Math.min(onlyFirst, onlySecond);
  let term = Math.exp(
    logGamma(count + 1) - logGamma(least + 1) - logGamma(count - least + 1) - count * Math.LN2,
  );
  const own = term;
  let tail = 0;
  for (let index = least; index >= 0 && term > 0; index--) {
    tail += term;
    term *= index / (count - index + 1);
  }
  if (onlyFirst === onlySecond) return { exact: 1, midP: 1 - own / 2 };
  return { exact: Math.min(1, 2 * tail), midP: 2 * tail - own };
}

/**
 * How much more often the first setting survived than the second, as a difference of shares, with the interval of Newcombe 1998
 * (Statistics in Medicine 17:2635, method 10): Wilson's of either, put together by how far they go with each other.
 */
export function shareDifference(pairs: Pairs, level: number = DEFAULT_LEVEL): Estimate {
  const { both, onlyFirst, onlySecond, neither } = pairs;
  const count = both + onlyFirst + onlySecond + neither;
  const first = wilson(both + onlyFirst, count, level);
  const second = wilson(both + onlySecond, count, level);
  const correlation = correlationOf(pairs, count);
  const reach = (one: number, other: number): number =>
    Math.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));
  const value = (onlyFirst - onlySecond) / count;
  return {
    value,
    low: value - reach(first.value - first.low, second.high - second.value),
    high: value + reach(first.high - first.value, second.value - second.low),
  };
}

/** How much more the first setting gave than the second, as the mean of differences of pairs with Student's interval. */
export function meanDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level: number = DEFAULT_LEVEL,
): Mean {
  sameLength(first, second);
  return meanOf(
    Float64Array.from(first, (value, index) => value - second[index]!),
    level,
  );
}

/** Phi of the four counts, its numerator made smaller where it is above 0. */
function correlationOf({ both, onlyFirst, onlySecond, neither }: Pairs, count: number): number {
  const sums = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) * (onlyFirst + neither);
  if (sums === 0) return 0;
  const product = both * neither - onlyFirst * onlySecond;
  return (product > 0 ? Math.max(0, product - count / 2) : product) / Math.sqrt(sums);
}

function sameLength(first: ArrayLike<unknown>, second: ArrayLike<unknown>): void {
  if (first.length === second.length) return;
  throw new RangeError(
    `expected as many runs of both settings, got ${first.length} and of the other ${second.length}`,
  );
}
