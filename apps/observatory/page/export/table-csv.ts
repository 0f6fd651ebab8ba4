import { csv } from '@pod-contagion/simulator/formats';
import type { Table } from '../panels/tables/table.ts';
import { rowsOf } from './infections-csv.ts';

/** What a panel shows as a table, as CSV. */
export function tableCsv({ columns, length }: Table): Generator<string, void, undefined> {
  return csv(
    columns.map(({ name, cell }) => [name, cell] as const),
    rowsOf(length),
  );
}
