import type { Raster } from '../drawing/pen.ts';
import type { Scale, Scene } from './scene.ts';

/** Cells of the density, in CSS pixels. */
const CELL_PX = 2;

/** The colours of incubating and of symptomatic, as parts from 0 to 255. */
type Mix = Readonly<{ incubating: readonly number[]; symptomatic: readonly number[] }>;

/**
 * Where there are more branches than pixels: how many were ill at once in each lineage, which takes rows next to each other, in cells
 * that are the stronger the more there are, and of the colour of what most of them are.
 */
export function densityOf(scene: Scene, scale: Scale, width: number, mix: Mix): Raster {
  const { infections, layout, window, nowMs } = scene;
  const columns = Math.max(1, Math.ceil(width / CELL_PX));
  const rows = Math.max(1, Math.ceil(scale.plotPx / CELL_PX));
  const cells = emptyCells(columns * rows);
  const { baseMs } = infections;
  // A time that is not known is 0, the others count from one.
  const windowFrom = window.fromMs - baseMs + 1;
  const cellsAMs = scale.xOf(window.fromMs + 1) / CELL_PX;
  const now = nowMs - baseMs + 1;
  for (let place = scale.firstRow; place <= scale.lastRow; place++) {
    const row = layout.order[place]!;
    const line = Math.floor(scale.yOf(place + 0.5) / CELL_PX);
    if (line < 0 || line >= rows) continue;
    const ended = infections.endedOffset(row);
    const symptomatic = infections.symptomaticOffset(row);
    const end = ended || now;
    const ill = symptomatic || end;
    const from = infections.exposedOffset(row) || symptomatic || ended || 1;
    const illCells = (ill - windowFrom) * cellsAMs;
    add(cells, line * columns, columns, INCUBATING, (from - windowFrom) * cellsAMs, illCells);
    add(cells, line * columns, columns, SYMPTOMATIC, illCells, (end - windowFrom) * cellsAMs);
  }
  return { columns, rows, pixels: pixelsOf(cells, mix) };
}

/** Where a cell has how many were incubating, and symptomatic. */
const INCUBATING = 0;
const SYMPTOMATIC = 1;

let used = new Float32Array(0);

/** Two numbers for each cell, all of them 0; what was given before is used again. */
function emptyCells(count: number): Float32Array {
  if (used.length !== 2 * count) used = new Float32Array(2 * count);
  else used.fill(0);
  return used;
}

/** Adds a stretch to the cells of a line, by how much of each it covers. */
function add(
  cells: Float32Array,
  line: number,
  columns: number,
  what: number,
  from: number,
  until: number,
): void {
  const begin = Math.max(0, from);
  const end = Math.min(columns, until);
  if (end <= begin) return;
  const first = Math.floor(begin);
  const last = Math.min(columns - 1, Math.floor(end));
  let at = 2 * (line + first) + what;
  if (first === last) {
    cells[at]! += end - begin;
    return;
  }
  cells[at]! += first + 1 - begin;
  for (let column = first + 1; column < last; column++) cells[(at += 2)]!++;
  cells[at + 2]! += end - last;
}

/** The stronger the more there are, of all that there are of the most. */
function pixelsOf(cells: Float32Array, { incubating, symptomatic }: Mix): Uint8ClampedArray<ArrayBuffer> {
  let most = 0;
  for (let at = 0; at < cells.length; at += 2) most = Math.max(most, cells[at]! + cells[at + 1]!);
  const pixels = new Uint8ClampedArray(2 * cells.length);
  for (let at = 0; at < cells.length; at += 2) {
    const sum = cells[at]! + cells[at + 1]!;
    if (sum === 0) continue;
    const share = cells[at + 1]! / sum;
    const pixel = 2 * at;
    pixels[pixel] = incubating[0]! * (1 - share) + symptomatic[0]! * share;
    pixels[pixel + 1] = incubating[1]! * (1 - share) + symptomatic[1]! * share;
    pixels[pixel + 2] = incubating[2]! * (1 - share) + symptomatic[2]! * share;
    pixels[pixel + 3] = 70 + 185 * Math.sqrt(sum / most);
  }
  return pixels;
}

/** `#d55e00` as its three parts. */
export function partsOf(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
