import t from 'tap';
import { readSorting, writeSorting } from '../../../../page/panels/tables/sorting.ts';
import type { Table } from '../../../../page/panels/tables/table.ts';

const TABLE: Table = {
  length: 0,
  columns: ['name', 'infected by'].map((name) => ({ name, cell: () => undefined })),
};

t.test('how a table is sorted is written by the heading, and read again', async (t) => {
  t.equal(writeSorting({ column: 1, isDown: true }, TABLE), '-infected by');
  for (const column of [0, 1]) {
    for (const isDown of [false, true]) {
      t.same(readSorting(writeSorting({ column, isDown }, TABLE), TABLE), { column, isDown });
    }
  }
  for (const text of [undefined, '', '-', 'age', '--name']) t.equal(readSorting(text, TABLE), undefined);
});
