import type { Estimate } from '../statistics/estimate.ts';
import { countPairs, mcnemar, shareDifference } from '../statistics/paired.ts';
import type { CellState } from './sweep.ts';

/** How much more often one setting of a sweep lived than another one, by runs that began with the same random numbers. */
export type CellDifference = Readonly<{
  /** How many runs of both there are: where one was run more often, its first ones. */
  pairs: number;
  /** Of shares: -1 to 1, with the interval of 95 % of Newcombe for pairs. */
  difference: Estimate;
  /** McNemar's, exact and two-sided: how often chance alone would make as much of a difference. */
  p: number;
}>;

/** Holds a cell against another one, run by run. */
export function compareCells(
  state: Pick<CellState, 'extinctAtMs'>,
  baseline: Pick<CellState, 'extinctAtMs'>,
): CellDifference {
  const pairs = Math.min(state.extinctAtMs.length, baseline.extinctAtMs.length);
  const lived = (of: readonly (number | null)[]): boolean[] =>
    of.slice(0, pairs).map((atMs) => atMs === null);
  const counts = countPairs(lived(state.extinctAtMs), lived(baseline.extinctAtMs));
  return { pairs, difference: shareDifference(counts), p: mcnemar(counts).exact };
}
