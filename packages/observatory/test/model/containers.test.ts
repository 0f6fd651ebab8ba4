import fc from 'fast-check';
import t from 'tap';
import { containerOf, digitsOf } from '../../src/model/container.ts';
import { Containers } from '../../src/model/containers.ts';

const HEX = Array.from({ length: 16 }, (_, digit) => digit.toString(16));
const digits = fc.string({ unit: fc.constantFrom(...HEX), minLength: 12, maxLength: 12 });
const container = fc.oneof(digits, fc.constantFrom('', '000000000000', 'ffffffffffff', '0000ffffffff'));

t.test('containers are told again digit by digit, and that there is none', async (t) => {
  fc.assert(
    fc.property(fc.array(container, { maxLength: 200 }), fc.nat(200), (all, dropped) => {
      const column = new Containers();
      for (const [row, each] of all.entries()) column.set(row, digitsOf(each));
      const count = Math.min(dropped, all.length);
      column.dropFirst(count);
      const rest = all.slice(count);
      t.same(
        rest.map((_, row) => containerOf(column.at(row))),
        rest,
      );
      column.clear();
      column.set(0, digitsOf('5a0000000001'));
      t.equal(containerOf(column.at(0)), '5a0000000001');
    }),
  );
});
