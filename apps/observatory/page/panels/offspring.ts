import { histogramOf } from '@pod-contagion/simulator/statistics';

/** Of how many is "many": infections that cause more than this share of a Poisson distribution of the same mean (Lloyd-Smith 2005). */
const SUPERSPREADING = 0.99;

/** The chances of 0, 1, 2 ... of a Poisson distribution. */
export function poisson(mean: number, count: number): number[] {
  const chances: number[] = [];
  let chance = Math.exp(-mean);
  for (let value = 0; value < count; value++) {
    chances.push(chance);
    chance *= mean / (value + 1);
  }
  return chances;
}

/** The chances of 0, 1, 2 ... of a negative binomial distribution of this mean and dispersion k; Poisson's where k is infinite. */
export function negativeBinomial(mean: number, k: number, count: number): number[] {
  if (!Number.isFinite(k)) return poisson(mean, count);
  const chances: number[] = [];
  let chance = Math.exp(-k * Math.log1p(mean / k));
  for (let value = 0; value < count; value++) {
    chances.push(chance);
    chance *= ((k + value) / (value + 1)) * (mean / (mean + k));
  }
  return chances;
}

/** Who infects more than this many is a superspreader: the 99th percentile of a Poisson distribution of the mean of all. */
export function superspreadingFrom(mean: number): number {
  if (!(mean > 0)) return 1;
  let chance = Math.exp(-mean);
  let below = chance;
  let value = 0;
  while (below < SUPERSPREADING && value < 10_000) {
    value++;
    chance *= mean / value;
    below += chance;
  }
  return value;
}

/** The share of all infections that the most infectious so many of all caused: 0.8 for 0.2 is "20/80". NaN where there is none. */
export function shareOfTop(offspring: ArrayLike<number>, ofAll: number): number {
  const histogram = histogramOf(offspring);
  const infections = histogram.reduce((sum, count, value) => sum + count * value, 0);
  let left = ofAll * offspring.length;
  let caused = 0;
  for (let value = histogram.length - 1; value > 0 && left > 0; value--) {
    const count = Math.min(left, histogram[value]!);
    caused += count * value;
    left -= count;
  }
  return caused / infections;
}
