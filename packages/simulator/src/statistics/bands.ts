import { quantile } from './quantile.ts';

/** The median and what nine in ten lie between. */
export const DEFAULT_QUANTILES: readonly number[] = [0.05, 0.5, 0.95];

/**
 * Bands of many series with a point at the same times: for each of the quantiles (type 7) a series of its own, in their order.
 * What is said of one point at a time: no single series has to stay inside.
 * @throws {RangeError} for series of different lengths.
 */
export function bands(
  series: readonly ArrayLike<number>[],
  quantiles: readonly number[] = DEFAULT_QUANTILES,
): readonly Float64Array<ArrayBuffer>[] {
  const points = series[0]?.length ?? 0;
  const odd = series.find(({ length }) => length !== points);
  if (odd !== undefined) throw new RangeError(`expected series of ${points} points, got ${odd.length}`);
  const results = quantiles.map(() => new Float64Array(points));
  const column = new Float64Array(series.length);
  for (let point = 0; point < points; point++) {
    for (const [index, values] of series.entries()) column[index] = values[point]!;
    column.sort();
    for (const [index, result] of results.entries()) result[point] = quantile(column, quantiles[index]!);
  }
  return results;
}
