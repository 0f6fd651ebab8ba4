import { SERIES, type SeriesPoint } from '../stories/series.ts';
import { csv, type Columns } from './csv.ts';

const COLUMNS: Columns<SeriesPoint> = [
  ['time_ms', ({ atMs }) => atMs],
  ...SERIES.map((name) => [name, (point: SeriesPoint) => point[name]] as const),
];

/** The series of one run as CSV, a line a point. */
export function seriesCsv(points: Iterable<SeriesPoint>): Generator<string, void, undefined> {
  return csv(COLUMNS, points);
}
