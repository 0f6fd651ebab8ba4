import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { normalReach } from './normal.ts';

/** How fast counts grow. */
export type Growth = Readonly<{
  /** The rate r of e^(r t), in 1/s; less than 0 where they become fewer. */
  perSecond: Estimate;
  /** ln 2 / r: less than 0 is the time in which they halve. */
  doublingSeconds: number;
  /** How much more counts scatter than Poisson's would, by Pearson's chi-square; 1 or more widens the interval. */
  overdispersion: number;
}>;

const MAX_STEPS = 200;

/**
 * The growth rate of counts in equal steps, by Poisson regression of their logarithm on time; with the interval of Wald, wider where
 * they scatter more than Poisson's (quasi-Poisson), as contagions that come in waves do. Undefined where there is no finite estimate:
 * fewer than two steps, nothing counted, or all of it in the first step or in the last. To be asked of a window in which growth is
 * about exponential: cut the series to it.
 */
export function growthRate(
  counts: ArrayLike<number>,
  stepSeconds: number,
  level: number = DEFAULT_LEVEL,
): Growth | undefined {
  const last = counts.length - 1;
  let total = 0;
  let moment = 0;
  for (let step = 0; step <= last; step++) {
    total += counts[step]!;
    moment += counts[step]! * step;
  }
  if (!(moment > 0 && moment < total * last)) return undefined;
  const rate = rateOf(moment / total, last);
  const { weights, variance } = tilted(rate, last);
  let chiSquare = 0;
  for (const [step, weight] of weights.entries()) {
    const expected = total * weight;
    if (expected > 0) chiSquare += (counts[step]! - expected) ** 2 / expected;
  }
  const overdispersion = last < 2 ? 1 : chiSquare / (last - 1);
  const error = Math.sqrt(Math.max(1, overdispersion) / (total * variance));
  const half = normalReach(level) * error;
  const perSecond = {
    value: rate / stepSeconds,
    low: (rate - half) / stepSeconds,
    high: (rate + half) / stepSeconds,
  };
  return { perSecond, doublingSeconds: Math.LN2 / perSecond.value, overdispersion };
}

/**
 * The rate per step at which e^(r t) has its mean time where the counts have theirs: what is left of the likelihood's equations
 * when its height is taken out. The mean grows with the rate, so that there is one root, which Newton's method finds within bounds.
 */
function rateOf(meanStep: number, last: number): number {
  let low = -Infinity;
  let high = Infinity;
  let rate = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { mean, variance } = tilted(rate, last);
    if (mean < meanStep) low = rate;
    else high = rate;
    const change = (meanStep - mean) / variance;
    // Asked before the bounds: rounding can put the last step on one of them.
    if (Math.abs(change) <= 1e-14 * Math.abs(rate) + 1e-16) return rate + change;
    let next = rate + change;
    if (!(next > low && next < high)) next = insideOf(low, high);
    rate = next;
  }
  return rate;
}

function insideOf(low: number, high: number): number {
  if (low === -Infinity) return 2 * Math.min(high, -1);
  return high === Infinity ? 2 * Math.max(low, 1) : (low + high) / 2;
}

/** The shares of steps 0 to `last` where they go as e^(rate x step), their mean and their variance. */
function tilted(rate: number, last: number): { weights: Float64Array; mean: number; variance: number } {
  const from = rate > 0 ? last : 0;
  const weights = Float64Array.from({ length: last + 1 }, (_, step) => Math.exp(rate * (step - from)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let mean = 0;
  for (const [step, weight] of weights.entries()) {
    weights[step] = weight / sum;
    mean += (weight / sum) * step;
  }
  const variance = weights.reduce((total, weight, step) => total + weight * (step - mean) ** 2, 0);
  return { weights, mean, variance };
}
