/** What a cell of a table holds. */
export type Cell = string | number | undefined;

/** A column: its heading, what a row has there, and whether numbers are to stand below each other. */
export type Column = Readonly<{
  name: string;
  cell: (row: number) => Cell;
  isNumber?: boolean;
  width?: string;
}>;

/** What a panel shows, as a table. `keyOf` tells rows apart while others come and go. */
export type Table = Readonly<{ length: number; columns: readonly Column[]; keyOf?: (row: number) => number }>;

/** By which column rows are sorted. */
export type Sorting = Readonly<{ column: number; isDown: boolean }>;

/** The rows of a table in the order that is wished for; those that are alike there keep theirs, and empty cells come last. */
export function sorted(table: Table, sorting: Sorting | undefined): Uint32Array {
  const order = Uint32Array.from({ length: table.length }, (_, row) => row);
  const column = sorting === undefined ? undefined : table.columns[sorting.column];
  if (sorting === undefined || column === undefined) return order;
  const keys = Array.from(order, (row) => column.cell(row));
  const sign = sorting.isDown ? -1 : 1;
  return order.toSorted((one, other) => {
    const a = keys[one];
    const b = keys[other];
    if (a === b) return one - other;
    if (a === undefined) return 1;
    if (b === undefined) return -1;
    return (a < b ? -sign : sign) || one - other;
  });
}
