import fc from 'fast-check';
import t from 'tap';
import { Narrow, narrowed } from '../../src/model/narrow.ts';

/** Numbers of all widths, and those at which a width ends. */
const code = fc.oneof(
  fc.nat(300),
  fc.nat(70_000),
  fc.nat(2 ** 32 - 1),
  fc.constantFrom(0, 255, 256, 65_535, 65_536, 2 ** 32 - 1),
);
const place = fc.nat(200);
const step = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), code }),
  fc.record({ kind: fc.constant('push' as const), code: fc.nat(255) }),
  fc.record({ kind: fc.constant('set' as const), place, code }),
  fc.record({ kind: fc.constant('drop' as const), place }),
  fc.record({ kind: fc.constant('clear' as const) }),
);
const least = fc.constantFrom(0, -1, -2, 7);

t.test('a column holds what an array of any numbers would', async (t) => {
  let widest = 0;
  fc.assert(
    fc.property(least, fc.array(step, { maxLength: 60 }), (least, steps) => {
      const column = new Narrow(least);
      let plain: number[] = [];
      let width = 1;
      for (const each of steps) {
        if (each.kind === 'push') {
          plain.push(each.code + least);
          column.push(each.code + least);
        } else if (each.kind === 'set') {
          while (plain.length < each.place) plain.push(least);
          plain[each.place] = each.code + least;
          column.set(each.place, each.code + least);
        } else if (each.kind === 'drop') {
          const count = Math.min(each.place, plain.length);
          plain = plain.slice(count);
          column.dropFirst(count);
        } else {
          plain = [];
          width = 1;
          column.clear();
        }
        if ('code' in each) width = Math.max(width, each.code < 2 ** 8 ? 1 : each.code < 2 ** 16 ? 2 : 4);
        if (column.width !== width) return false;
      }
      widest = Math.max(widest, width);
      const same = plain.every((value, index) => column.at(index) === value);
      const found = plain.every((value) => column.lastIndexOf(value) === plain.lastIndexOf(value));
      const none = column.lastIndexOf(least - 1) === -1;
      return same && found && none && column.length === plain.length;
    }),
    { numRuns: 500 },
  );
  t.equal(widest, 4);
});

t.test('growing keeps what is there at every width', async (t) => {
  const column = new Narrow(-1);
  const length = 100_000;
  for (let index = 0; index < length; index++) {
    column.push(index < 200 ? -1 : index < 50_000 ? index % 60_000 : index * 7);
  }
  let wrong = 0;
  for (let index = 0; index < length; index++) {
    if (column.at(index) !== (index < 200 ? -1 : index < 50_000 ? index % 60_000 : index * 7)) wrong++;
  }
  t.equal(wrong, 0);
  t.equal(column.width, 4);
});

t.test('what is smaller than the least, or no number, is the least; outside there is 0', async (t) => {
  const column = new Narrow(-1);
  column.push(-7);
  column.push(NaN);
  column.push(5);
  t.same(
    [-1, 0, 1, 2, 3].map((index) => column.at(index)),
    [0, -1, -1, 5, 0],
  );
  t.equal(new Narrow().lastIndexOf(0), -1, 'there is nothing yet');
});

t.test('numbers of an array in as few bytes as they need', async (t) => {
  fc.assert(
    fc.property(fc.uint32Array(), fc.nat(32), (numbers, shift) => {
      const all = numbers.map((each) => (shift === 32 ? 0 : each >>> shift));
      const most = Math.max(0, ...all);
      const codes = narrowed(all);
      t.same([...codes], [...all]);
      return codes.BYTES_PER_ELEMENT === (most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 4);
    }),
  );
});
