import type { CellDifference } from '../sweeps/compare-cells.ts';
import { csv, csvAsync, type Columns } from './csv.ts';

/** One combination of the settings that a sweep varies, and how many of its runs were alive in the end. */
export type SweepCell = Readonly<{
  settings: Readonly<Record<string, string | number>>;
  runs: number;
  alive: number;
  /** `alive` of `runs`, and the ends of its interval; 0 to 1. */
  share: number;
  low: number;
  high: number;
  /** Of the runs that live; undefined where none does. */
  restartsPerSecond: number | undefined;
  /** How it compares with the cell that all are held against, where there is one: then all have it. */
  comparison?: CellDifference;
}>;

/** A sweep as CSV, a line a cell: first the settings of these names, which carry their units; in the end how cells compare, if they do. */
export function sweepCsv(
  names: readonly string[],
  cells: Iterable<SweepCell>,
  isCompared = false,
): Generator<string, void, undefined> {
  return csv([...columnsOf(names), ...(isCompared ? COMPARISON : [])], cells);
}

/** `sweepCsv` of cells that come in their own time. */
export function sweepCsvAsync(
  names: readonly string[],
  cells: AsyncIterable<SweepCell>,
): AsyncGenerator<string, void, undefined> {
  return csvAsync(columnsOf(names), cells);
}

const COMPARISON: Columns<SweepCell> = [
  ['pairs', ({ comparison }) => comparison?.pairs],
  ['difference', ({ comparison }) => comparison?.difference.value],
  ['difference_low', ({ comparison }) => comparison?.difference.low],
  ['difference_high', ({ comparison }) => comparison?.difference.high],
  ['p', ({ comparison }) => comparison?.p],
];

function columnsOf(names: readonly string[]): Columns<SweepCell> {
  return [
    ...names.map((name) => [name, ({ settings }: SweepCell) => settings[name]] as const),
    ['runs', ({ runs }) => runs],
    ['alive', ({ alive }) => alive],
    ['share', ({ share }) => share],
    ['low', ({ low }) => low],
    ['high', ({ high }) => high],
    ['restarts_per_second', ({ restartsPerSecond }) => restartsPerSecond],
  ];
}
