import { gammaShare } from '../../src/statistics/gamma.ts';

/** Influenza in a school in Pennsylvania in 2009, new cases a day: Cauchemez et al. 2011, `Flu2009` of EpiEstim. */
export const FLU: readonly number[] = [
  1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12, 13, 11, 12, 6, 6, 6, 3, 1, 0, 2, 0, 0, 0, 0, 2, 0, 2, 0,
];

/** The distribution of its serial interval that comes with the data. */
export const FLU_SHARES: readonly number[] = [
  0, 0.233, 0.359, 0.198, 0.103, 0.053, 0.027, 0.014, 0.007, 0.003, 0.002, 0.001,
];

/** The discretised gamma distribution shifted by one day of Cori et al. 2013, web appendix 11. */
export function serialInterval(mean: number, standardDeviation: number, days: number): readonly number[] {
  const shape = ((mean - 1) / standardDeviation) ** 2;
  const scale = standardDeviation ** 2 / (mean - 1);
  const share = (k: number, more: number): number => (k <= 0 ? 0 : gammaShare(k / scale, shape + more));
  return Array.from({ length: days }, (_, k) => {
    const around = k * share(k, 0) + (k - 2) * share(k - 2, 0) - 2 * (k - 1) * share(k - 1, 0);
    const moments = 2 * share(k - 1, 1) - share(k - 2, 1) - share(k, 1);
    return Math.max(0, around + shape * scale * moments);
  });
}
