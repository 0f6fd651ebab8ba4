import { csv, type Columns } from './csv.ts';

/** How many podders were what at one time of a run, and what had happened by then. */
export type SeriesPoint = Readonly<{
  atMs: number;
  susceptible: number;
  incubating: number;
  symptomatic: number;
  /** Being started. */
  starting: number;
  /** In CrashLoopBackOff. */
  waiting: number;
  ready: number;
  /** Endpoints of the Service. */
  listed: number;
  /** Since the beginning. */
  restarts: number;
  infections: number;
}>;

const COLUMNS: Columns<SeriesPoint> = [
  ['time_ms', ({ atMs }) => atMs],
  ['susceptible', ({ susceptible }) => susceptible],
  ['incubating', ({ incubating }) => incubating],
  ['symptomatic', ({ symptomatic }) => symptomatic],
  ['starting', ({ starting }) => starting],
  ['waiting', ({ waiting }) => waiting],
  ['ready', ({ ready }) => ready],
  ['listed', ({ listed }) => listed],
  ['restarts', ({ restarts }) => restarts],
  ['infections', ({ infections }) => infections],
];

/** The series of one run as CSV, a line a point. */
export function seriesCsv(points: Iterable<SeriesPoint>): Generator<string, void, undefined> {
  return csv(COLUMNS, points);
}
