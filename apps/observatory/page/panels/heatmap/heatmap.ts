import type { Raster } from '../drawing/pen.ts';

/** What a cell is: how often, or a code; and what it means, in words. */
export type Heatmap = Readonly<{
  columns: number;
  rows: number;
  /** Names of what stands across and down, for hints and the table; a bin has the names of its first and last. */
  columnName: (column: number) => string;
  rowName: (row: number) => string;
  raster: Raster;
  /** Undefined where a cell is empty. */
  textOf: (column: number, row: number) => string | undefined;
  /** Pod of a row, and of a column, by its number where it is one. */
  podOfRow: (row: number) => number | undefined;
  across: string;
  down: string;
  /** What colours mean: a colour and a word each. */
  legend: readonly Readonly<{ colour: string; text: string; isHatched?: boolean }>[];
  note: string;
  /** Cells that are hatched, and not only coloured. */
  hatched: readonly Readonly<{ column: number; row: number }>[];
}>;

/** Whether a cell has something in it. */
export function isFilled({ raster }: Heatmap, column: number, row: number): boolean {
  return (raster.pixels[(row * raster.columns + column) * 4 + 3] ?? 0) > 0;
}

/** How many things lie in a bin, where so many are binned into at most so many. */
export function binSize(things: number, mostBins: number): number {
  return Math.max(1, Math.ceil(things / mostBins));
}

/** The names of a bin's first and last thing. */
export function binName(names: readonly string[], bin: number, size: number): string {
  const first = names[bin * size] ?? '';
  const last = names[Math.min(names.length, (bin + 1) * size) - 1] ?? first;
  return first === last ? first : `${first} to ${last}`;
}

/** A colour as one number, as cells of a raster have it where they are written four bytes at once; browsers are little-endian. */
export function packed([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
