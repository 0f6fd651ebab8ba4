import type { Table } from '../tables/table.ts';
import type { Summary } from './summary.ts';

/** A distribution as a table: a bar a row, with what models expect there. */
export function summaryTable({ values, counts, curves, across, counted }: Summary): Table {
  return {
    length: values.length,
    keyOf: (row) => row,
    columns: [
      { name: across, cell: (row) => Number((values[row] ?? 0).toPrecision(6)), isNumber: true },
      { name: counted, cell: (row) => counts[row], isNumber: true },
      ...curves.map((curve) => ({
        name: `by ${curve.name}`,
        cell: (row: number) => Number((curve.counts[row] ?? 0).toFixed(2)),
        isNumber: true,
      })),
    ],
  };
}
