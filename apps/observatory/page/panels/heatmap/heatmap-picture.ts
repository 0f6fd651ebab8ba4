import type { Paint } from '../drawing/pen.ts';
import { SEQUENTIAL_GROUND } from './colour-scales.ts';
import type { Heatmap } from './heatmap.ts';

const LEGEND_PX = 18;
const SIDE_PX = 16;

/** Where the cells lie in a box. */
export type Field = Readonly<{ x: number; y: number; cellWidth: number; cellHeight: number }>;

/** Cells fill the box, but for what is written beside and below them; those of a square of pods are square where there is room. */
export function fieldOf(heatmap: Heatmap, width: number, height: number): Field {
  const room = { width: width - SIDE_PX, height: height - LEGEND_PX - SIDE_PX };
  const cellWidth = room.width / Math.max(1, heatmap.columns);
  const cellHeight = room.height / Math.max(1, heatmap.rows);
  const isSquare = heatmap.across !== 'time';
  const side = Math.min(cellWidth, cellHeight);
  return {
    x: SIDE_PX,
    y: SIDE_PX,
    cellWidth: isSquare ? side : cellWidth,
    cellHeight: isSquare ? side : Math.min(cellHeight, 18),
  };
}

/** The cells, what they stand for, and what colours mean. */
export function heatmapPicture(heatmap: Heatmap): Paint {
  return (pen, width, height, inks) => {
    const { columns, rows, raster, hatched, legend, across, down } = heatmap;
    const { x, y, cellWidth, cellHeight } = fieldOf(heatmap, width, height);
    if (columns > 0 && rows > 0) {
      pen.rect(x - 1, y - 1, columns * cellWidth + 2, rows * cellHeight + 2, inks.muted, 0.4);
      pen.rect(x, y, columns * cellWidth, rows * cellHeight, SEQUENTIAL_GROUND);
      pen.raster(x, y, columns * cellWidth, rows * cellHeight, raster);
    }
    for (const { column, row } of hatched) {
      const left = x + column * cellWidth;
      const top = y + row * cellHeight;
      for (let step = 0.25; step <= 1; step += 0.25) {
        const [dx, dy] = [cellWidth * step, cellHeight * step];
        pen.line(left + dx, top, left, top + dy, { colour: SEQUENTIAL_GROUND, width: 1.5 });
        if (step < 1)
          pen.line(left + cellWidth, top + dy, left + dx, top + cellHeight, {
            colour: SEQUENTIAL_GROUND,
            width: 1.5,
          });
      }
    }
    pen.text(x, 11, `${across} →   ${down} ↓`, inks.muted);
    let at = x;
    for (const { colour, text, isHatched } of legend) {
      const top = height - LEGEND_PX + 4;
      pen.rect(at, top, 11, 11, inks.outline ?? colour);
      pen.rect(at + 0.5, top + 0.5, 10, 10, colour);
      if (isHatched === true) pen.line(at + 10, top, at, top + 10, { colour: SEQUENTIAL_GROUND, width: 1.5 });
      pen.text(at + 15, top + 9, text, inks.muted);
      at += 26 + text.length * 6.2;
    }
  };
}

/** The cell at a place; undefined beside them. */
export function cellAt(
  heatmap: Heatmap,
  x: number,
  y: number,
  width: number,
  height: number,
): Readonly<{ column: number; row: number }> | undefined {
  const field = fieldOf(heatmap, width, height);
  const column = Math.floor((x - field.x) / field.cellWidth);
  const row = Math.floor((y - field.y) / field.cellHeight);
  const isInside = column >= 0 && row >= 0 && column < heatmap.columns && row < heatmap.rows;
  return isInside ? { column, row } : undefined;
}

/** A frame around the cell that is pointed at. */
export function cellFrame(
  heatmap: Heatmap,
  cell: Readonly<{ column: number; row: number }> | undefined,
): Paint {
  return (pen, width, height, inks) => {
    if (cell === undefined) return;
    const { x, y, cellWidth, cellHeight } = fieldOf(heatmap, width, height);
    const left = x + cell.column * cellWidth;
    const top = y + cell.row * cellHeight;
    pen.rect(left - 1, top - 2, cellWidth + 2, 2, inks.accent);
    pen.rect(left - 1, top + cellHeight, cellWidth + 2, 2, inks.accent);
    pen.rect(left - 2, top - 2, 2, cellHeight + 4, inks.accent);
    pen.rect(left + cellWidth, top - 2, 2, cellHeight + 4, inks.accent);
  };
}
