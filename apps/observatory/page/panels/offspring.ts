import { histogramOf } from '@pod-contagion/simulator/statistics';
import { poisson } from './superspreading.ts';

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
