import { CONDITIONS } from '@pod-contagion/epidemic';
import type { Model } from '@pod-contagion/observatory';
import { csv, type Columns } from '@pod-contagion/simulator/formats';
import { rowsOf, written } from './infections-csv.ts';

/** How many pods were what, a line for each moment at which something changed. */
export function countsCsv({ timeline: { curve } }: Model): Generator<string, void, undefined> {
  const columns: Columns<number> = [
    ['time', (point) => written(curve.t.at(point))],
    ...CONDITIONS.map(
      (condition, code) => [condition, (point: number) => curve.counts[code]?.at(point)] as const,
    ),
    ['ready', (point) => curve.ready.at(point)],
    ['restarts', (point) => curve.restarts.at(point)],
  ];
  return csv(columns, rowsOf(curve.t.length));
}
