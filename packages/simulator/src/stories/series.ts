import type { Engine } from '../engine/engine.ts';
import { PLACE_OF } from '../engine/place-of.ts';

/** What a series has at each time: how many podders are what, and what has happened since the beginning. */
export const SERIES = [
  'susceptible',
  'incubating',
  'symptomatic',
  'starting',
  'waiting',
  'ready',
  'listed',
  'restarts',
  'infections',
] as const;
export type SeriesName = (typeof SERIES)[number];

/** The series of one run: the times, and a column for each name. */
export type Series = Readonly<{
  atMs: Int32Array<ArrayBuffer>;
  columns: Readonly<Record<SeriesName, Int32Array<ArrayBuffer>>>;
}>;

/** How many times a run is looked at in so many steps: at 0, after each, and at the end. */
export function lengthOfSeries(untilMs: number, stepMs: number): number {
  return Math.ceil(untilMs / stepMs) + 1;
}

/** A series of so many times, without anything in it yet. */
export function createSeries(length: number): Series {
  const columns = Object.fromEntries(SERIES.map((name) => [name, new Int32Array(length)]));
  return { atMs: new Int32Array(length), columns: columns as Series['columns'] };
}

/** Puts down what an engine shows now. */
export function noteSeries({ atMs, columns }: Series, index: number, engine: Engine): void {
  atMs[index] = engine.nowMs;
  for (const name of SERIES) {
    columns[name][index] = name === 'listed' ? engine.listed : engine.counts[PLACE_OF[name]]!;
  }
}

/** One time of a series. */
export type SeriesPoint = Readonly<{ atMs: number } & { [Name in SeriesName]: number }>;

/** A series time by time. */
export function* pointsOf({ atMs, columns }: Series): Generator<SeriesPoint, void, undefined> {
  for (const [index, at] of atMs.entries()) {
    const values = SERIES.map((name) => [name, columns[name][index]!]);
    yield { atMs: at, ...(Object.fromEntries(values) as { [Name in SeriesName]: number }) };
  }
}
