import type { Estimates } from '../../estimates/estimates.ts';

/** A line of the table twin: of a bin of time. */
export type Row = Readonly<{
  atMs: number;
  infected: number;
  cumulative: number;
  /** The same of those that fell ill. */
  fellIll: number;
  cumulativeIll: number;
  /** Of the window that ends with the bin; undefined where nothing is known. */
  reproduction: readonly [value: number, low: number, high: number] | undefined;
}>;

/** So many lines are read at most. */
const MOST_ROWS = 40;

/** The charts as lines of a table, the newest first. Bins are put together where there are too many. */
export function rowsOf({
  incidence,
  onsets,
  series,
  forgotten,
}: Pick<Estimates, 'incidence' | 'onsets' | 'series' | 'forgotten'>): readonly Row[] {
  if (incidence === undefined) return [];
  const { fromMs, binMs, counts } = incidence;
  const together = Math.ceil(counts.length / MOST_ROWS);
  const rows: Row[] = [];
  let [cumulative, cumulativeIll] = [forgotten, 0];
  // Bins of both begin at multiples of their width.
  const later = onsets === undefined ? 0 : Math.round((onsets.fromMs - fromMs) / binMs);
  for (let bin = 0; bin < counts.length; bin += together) {
    const infected = sumOf(counts, bin, together);
    cumulative += infected;
    const fellIll = sumOf(onsets?.counts, bin - later, together);
    cumulativeIll += fellIll;
    const untilMs = fromMs + (bin + together) * binMs;
    const [atMs, reproduction] = [fromMs + bin * binMs, valueAt(series, untilMs)];
    rows.push({ atMs, infected, cumulative, fellIll, cumulativeIll, reproduction });
  }
  return rows.toReversed();
}

function sumOf(counts: Uint32Array | undefined, from: number, length: number): number {
  return (
    counts?.subarray(Math.max(0, from), Math.max(0, from + length)).reduce((sum, count) => sum + count, 0) ??
    0
  );
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
