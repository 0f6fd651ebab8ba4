import type { Estimate } from './estimate.ts';
import { gammaQuantile } from './gamma.ts';
import { gammaPosterior, posteriorOf, type PosteriorOptions } from './renewal-posterior.ts';

/** What the instantaneous reproduction number is estimated from. */
export type RenewalData = Readonly<{
  /** New infections in each step, those from outside among them. */
  infections: ArrayLike<number>;
  /** Those of them that came from outside, and so were infected by none of the others; none unless given. */
  imported?: ArrayLike<number>;
  /** The share of infections that fall 0, 1, 2 ... steps after the infector's own; that of 0 is not used. */
  stepShares: ArrayLike<number>;
}>;

/** How it is estimated. */
export type RenewalOptions = PosteriorOptions &
  Readonly<{
    /** Over how many steps it is taken as constant. */
    windowSteps: number;
  }>;

/** The estimate of one window of steps, both ends included. */
export type Renewal = Readonly<{
  firstStep: number;
  lastStep: number;
  /** Mean and standard deviation of the posterior, and what lies between its quantiles. */
  reproduction: Estimate;
  standardDeviation: number;
  median: number;
}>;

/**
 * The instantaneous reproduction number of Cori, Ferguson, Fraser and Cauchemez 2013: how many a case would infect if all stayed as
 * it is in the window. New infections are Poisson with mean R x the infectiousness of those before, which with a gamma prior gives
 * a gamma posterior: shape a + the window's infections, rate 1 / scale + its infectiousness. One window for each step at which a
 * whole one ends, from the second step on, as nothing can have caused the first. It does not look ahead, and its last value is as
 * good as any; where nobody is infectious it says what the prior says.
 */
export function instantaneousReproduction(data: RenewalData, options: RenewalOptions): readonly Renewal[] {
  const { windowSteps, prior } = options;
  const { infections, imported } = data;
  const infectiousness = infectiousnessOf(data);
  const estimates: Renewal[] = [];
  for (let firstStep = 1; firstStep + windowSteps <= infections.length; firstStep++) {
    let local = 0;
    let infectious = 0;
    // Summed anew for each window: a running sum would keep the rounding of all before it.
    for (let step = firstStep; step < firstStep + windowSteps; step++) {
      local += infections[step]! - (imported?.[step] ?? 0);
      infectious += infectiousness[step]!;
    }
    const { shape, rate } = gammaPosterior(local, infectious, prior);
    estimates.push({
      firstStep,
      lastStep: firstStep + windowSteps - 1,
      ...posteriorOf(local, infectious, options),
      median: gammaQuantile(0.5, shape) / rate,
    });
  }
  return estimates;
}

/** How infectious those infected before are in each step, all together. */
export function infectiousnessOf({ infections, stepShares }: RenewalData): Float64Array {
  const sums = new Float64Array(infections.length);
  for (let step = 1; step < sums.length; step++) {
    let sum = 0;
    const furthest = Math.min(step, stepShares.length - 1);
    for (let ago = 1; ago <= furthest; ago++) sum += infections[step - ago]! * stepShares[ago]!;
    sums[step] = sum;
  }
  return sums;
}
