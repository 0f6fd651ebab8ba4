import { chunks } from './chunks.ts';

/** What a cell may hold: nothing where it is undefined, or a number that isn't finite. */
export type Cell = string | number | boolean | undefined;

/** The columns of a table: a name each, and what a row has there. */
export type Columns<Row> = readonly (readonly [name: string, cell: (row: Row) => Cell])[];

/** A table as CSV (RFC 4180): a line of names, then one a row; lines end with CR and LF. */
export function csv<Row>(columns: Columns<Row>, rows: Iterable<Row>): Generator<string, void, undefined> {
  return chunks(linesOf(columns, rows));
}

/** `csv` of rows that come in their own time; each is handed over as it comes. */
export async function* csvAsync<Row>(
  columns: Columns<Row>,
  rows: AsyncIterable<Row>,
): AsyncGenerator<string, void, undefined> {
  yield headOf(columns);
  for await (const row of rows) yield lineOf(columns, row);
}

function* linesOf<Row>(columns: Columns<Row>, rows: Iterable<Row>): Generator<string, void, undefined> {
  yield headOf(columns);
  for (const row of rows) yield lineOf(columns, row);
}

function headOf<Row>(columns: Columns<Row>): string {
  return `${columns.map(([name]) => textOf(name)).join(',')}\r\n`;
}

function lineOf<Row>(columns: Columns<Row>, row: Row): string {
  let line = '';
  for (const [index, [, cell]] of columns.entries()) line += (index === 0 ? '' : ',') + textOf(cell(row));
  // An empty line would be no row of one column.
  return `${line === '' ? '""' : line}\r\n`;
}

function textOf(cell: Cell): string {
  if (cell === undefined || (typeof cell === 'number' && !Number.isFinite(cell))) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
