import type { Raster } from '../drawing/pen.ts';
import { startOf } from './layout.ts';
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
  const { infections, layout, nowMs } = scene;
  const columns = Math.max(1, Math.ceil(width / CELL_PX));
  const rows = Math.max(1, Math.ceil(scale.plotPx / CELL_PX));
  const incubating = new Float32Array(columns * rows);
  const symptomatic = new Float32Array(columns * rows);
  for (let place = scale.firstRow; place <= scale.lastRow; place++) {
    const row = layout.order[place]!;
    const line = Math.floor(scale.yOf(place + 0.5) / CELL_PX);
    if (line < 0 || line >= rows) continue;
    const endMs = infections.endedAtMs(row) ?? nowMs;
    const illMs = infections.symptomaticAtMs(row) ?? endMs;
    const from = scale.xOf(startOf(infections, row)) / CELL_PX;
    const ill = scale.xOf(illMs) / CELL_PX;
    add(incubating, line * columns, columns, from, ill);
    add(symptomatic, line * columns, columns, ill, scale.xOf(endMs) / CELL_PX);
  }
  let most = 0;
  for (let cell = 0; cell < incubating.length; cell++) {
    most = Math.max(most, incubating[cell]! + symptomatic[cell]!);
  }
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let cell = 0; cell < incubating.length; cell++) {
    const sum = incubating[cell]! + symptomatic[cell]!;
    if (sum === 0) continue;
    const share = symptomatic[cell]! / sum;
    for (let part = 0; part < 3; part++) {
      pixels[cell * 4 + part] = mix.incubating[part]! * (1 - share) + mix.symptomatic[part]! * share;
    }
    pixels[cell * 4 + 3] = 70 + 185 * Math.sqrt(sum / most);
  }
  return { columns, rows, pixels };
}

/** Adds a stretch to the cells of a line, by how much of each it covers. */
function add(cells: Float32Array, line: number, columns: number, from: number, until: number): void {
  const last = Math.min(columns - 1, Math.floor(until));
  for (let column = Math.max(0, Math.floor(from)); column <= last; column++) {
    cells[line + column]! += Math.min(until, column + 1) - Math.max(from, column);
  }
}

/** `#d55e00` as its three parts. */
export function partsOf(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
