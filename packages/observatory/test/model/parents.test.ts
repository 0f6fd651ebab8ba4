import fc from 'fast-check';
import t from 'tap';
import { PARENT_NONE, PARENT_UNKNOWN } from '../../src/index.ts';
import { Parents } from '../../src/model/parents.ts';

t.test(
  'a parent is who it was set to, near or far, before or after, and after the first are forgotten',
  (t) => {
    const parent = fc.oneof(fc.constantFrom(PARENT_NONE, PARENT_UNKNOWN, 0, 1), fc.nat(200), fc.nat(2 ** 30));
    const first = fc.oneof(fc.nat(100), fc.nat(2 ** 30));
    fc.assert(
      fc.property(fc.array(parent, { maxLength: 60 }), first, fc.nat(60), (told, first, count) => {
        const column = new Parents();
        column.first = first;
        for (const [row, each] of told.entries()) column.set(row, each);
        for (const [row, each] of told.entries()) t.equal(column.at(row), each);
        column.dropFirst(count);
        t.equal(column.first, first + count);
        for (const [row, each] of told.slice(count).entries()) t.equal(column.at(row), each);
        t.equal(column.at(told.length), PARENT_UNKNOWN);
      }),
    );
    t.end();
  },
);
