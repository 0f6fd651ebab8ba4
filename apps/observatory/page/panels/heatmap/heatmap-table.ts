import type { Table } from '../tables/table.ts';
import { isFilled, type Heatmap } from './heatmap.ts';

/** More cells than this are not listed. */
const MAX_CELLS = 100_000;

/** The cells that are not empty, a row each. */
export function heatmapTable(heatmap: Heatmap): Table {
  const cells: number[] = [];
  for (let cell = 0; cell < heatmap.columns * heatmap.rows && cells.length < MAX_CELLS; cell++) {
    if (isFilled(heatmap, cell % heatmap.columns, Math.floor(cell / heatmap.columns))) cells.push(cell);
  }
  const column = (row: number): number => (cells[row] ?? 0) % heatmap.columns;
  const line = (row: number): number => Math.floor((cells[row] ?? 0) / heatmap.columns);
  return {
    length: cells.length,
    keyOf: (row) => cells[row] ?? 0,
    columns: [
      { name: heatmap.across, cell: (row) => heatmap.columnName(column(row)) },
      { name: heatmap.down, cell: (row) => heatmap.rowName(line(row)) },
      { name: 'what', cell: (row) => heatmap.textOf(column(row), line(row)) },
    ],
  };
}
