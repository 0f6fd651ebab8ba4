import { bands } from '../statistics/bands.ts';
import { SERIES, type Series, type SeriesName } from '../stories/series.ts';
import type { Spread } from './summary.ts';

/** One time of many series: of each quantity what nine of ten runs lie between, and the one in the middle. */
export type SeriesBand = Readonly<{ atMs: number } & { [Name in SeriesName]: Spread }>;

/** What can be seen of many series beside what they have themselves: those that are infected, with symptoms or not yet. */
export type BandName = SeriesName | 'infected';

/** The bands of one quantity, time by time. Series are of the same times. */
export function bandOf(all: readonly Series[], name: BandName): readonly Spread[] {
  const [low, median, high] = bands(all.map((series) => columnOf(series, name)));
  return Array.from(median ?? [], (value, index) => ({
    median: value,
    low: low![index]!,
    high: high![index]!,
  }));
}

/** One quantity of one run, time by time. */
export function columnOf({ columns }: Series, name: BandName): Int32Array {
  if (name !== 'infected') return columns[name];
  return columns.incubating.map((incubating, index) => incubating + columns.symptomatic[index]!);
}

/** The bands of all of them, time by time. */
export function* bandsOfSeries(all: readonly Series[]): Generator<SeriesBand, void, undefined> {
  const columns = SERIES.map((name) => [name, bandOf(all, name)] as const);
  for (const [index, atMs] of (all[0]?.atMs ?? []).entries()) {
    const at = columns.map(([name, column]) => [name, column[index]!]);
    yield { atMs, ...(Object.fromEntries(at) as { [Name in SeriesName]: Spread }) };
  }
}
