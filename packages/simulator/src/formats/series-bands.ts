import { SERIES } from '../stories/series.ts';
import type { SeriesBand } from '../repetitions/series-bands.ts';
import { csv, type Columns } from './csv.ts';

const COLUMNS: Columns<SeriesBand> = [
  ['time_ms', ({ atMs }) => atMs],
  ...SERIES.flatMap((name) =>
    (['low', 'median', 'high'] as const).map(
      (which) => [`${name}_${which}`, (band: SeriesBand) => band[name][which]] as const,
    ),
  ),
];

/** The bands of the series of many runs as CSV, a line a time: of each what a twentieth is below, the median, what a twentieth is above. */
export function seriesBandsCsv(bands: Iterable<SeriesBand>): Generator<string, void, undefined> {
  return csv(COLUMNS, bands);
}
