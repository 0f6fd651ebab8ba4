import type { Estimates } from '../../estimates/estimates.ts';

/** A line of the table twin: of a bin of time. */
export type Row = Readonly<{
  atMs: number;
  infected: number;
  cumulative: number;
  /** Of the window that ends with the bin; undefined where nothing is known. */
  reproduction: readonly [value: number, low: number, high: number] | undefined;
}>;

/** So many lines are read at most. */
const MOST_ROWS = 40;

/** The charts as lines of a table, the newest first. Bins are put together where there are too many. */
export function rowsOf({ incidence, series }: Pick<Estimates, 'incidence' | 'series'>): readonly Row[] {
  if (incidence === undefined) return [];
  const { fromMs, binMs, counts } = incidence;
  const together = Math.ceil(counts.length / MOST_ROWS);
  const rows: Row[] = [];
  let cumulative = 0;
  for (let bin = 0; bin < counts.length; bin += together) {
    const infected = counts.subarray(bin, bin + together).reduce((sum, count) => sum + count, 0);
    cumulative += infected;
    const untilMs = fromMs + (bin + together) * binMs;
    rows.push({ atMs: fromMs + bin * binMs, infected, cumulative, reproduction: valueAt(series, untilMs) });
  }
  return rows.toReversed();
}

function valueAt(series: Estimates['series'], untilMs: number): Row['reproduction'] {
  if (series === undefined) return undefined;
  const { atMs, value, low, high } = series;
  for (let point = atMs.length - 1; point >= 0; point--) {
    if (atMs[point]! > untilMs) continue;
    return Number.isNaN(value[point]) ? undefined : [value[point]!, low[point]!, high[point]!];
  }
  return undefined;
}
