import fc from 'fast-check';
import t from 'tap';
import { NO_TIME, Since } from '../../src/model/since.ts';

const DAY_MS = 86_400_000;

t.test('a time is what it was set to, beside whatever it is kept', (t) => {
  const other = fc.oneof(fc.constant(NO_TIME), fc.integer({ min: 4 * DAY_MS, max: 8 * DAY_MS }));
  const passed = fc.oneof(
    fc.constantFrom(0, 1, -1, 65_534, 65_535, -3 * DAY_MS, 41 * DAY_MS),
    fc.integer({ min: -3 * DAY_MS, max: 41 * DAY_MS }),
    fc.constant(undefined),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(other, passed), { maxLength: 60 }), fc.nat(60), (told, count) => {
      const column = new Since();
      const times = told.map(([other, passed]) =>
        passed === undefined ? NO_TIME : (other === NO_TIME ? 4 * DAY_MS : other) + passed,
      );
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
