import fc from 'fast-check';
import t from 'tap';
import { NO_TIME, Since } from '../../src/model/since.ts';

const DAY_MS = 86_400_000;

/** The latest that there is. */
const LAST = 2 ** 32 - 1;

t.test('a time is what it was set to, beside whatever it is kept', (t) => {
  const time = fc.oneof(
    fc.constantFrom(NO_TIME, 1, 2, LAST - 1, LAST),
    fc.integer({ min: 1, max: LAST }),
    fc.integer({ min: 7 * DAY_MS, max: 7 * DAY_MS + 100_000 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(time, time), { maxLength: 60 }), fc.nat(60), (told, count) => {
      const column = new Since();
      const times = told.map(([, time]) => time);
      for (const [index, time] of times.entries()) column.set(index, time, told[index]![0]);
      for (const [index, time] of times.entries()) t.equal(column.at(index, told[index]![0]), time);
      column.dropFirst(count);
      for (const [index, time] of times.slice(count).entries()) {
        t.equal(column.at(index, told[count + index]![0]), time);
      }
      t.equal(column.at(told.length, 7), NO_TIME);
    }),
  );
  t.end();
});
