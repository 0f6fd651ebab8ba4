import fc from 'fast-check';
import t from 'tap';
import { InOrder } from '../../src/model/in-order.ts';
import { NO_TIME } from '../../src/model/since.ts';

const FIRST_MS = 604_800_000;

t.test('times are what they were set to, whether in order or not, and after the first are forgotten', (t) => {
  const step = fc.oneof(fc.nat(100), fc.integer({ min: -9_000, max: 9_000 }), fc.nat(90_000));
  const told = fc.array(fc.option(step, { freq: 6 }), { maxLength: 700 });
  const counts = fc.array(fc.nat(300), { maxLength: 3 });
  fc.assert(
    fc.property(told, counts, (steps, counts) => {
      const column = new InOrder();
      let atMs = FIRST_MS;
      let times = steps.map((step) => (step === null ? NO_TIME : (atMs += step)));
      for (const [index, time] of times.entries()) column.set(index, time);
      const isSame = (): boolean => times.every((time, index) => column.at(index) === time);
      t.ok(isSame());
      for (const count of counts) {
        column.dropFirst(count);
        times = times.slice(count);
        t.ok(isSame());
        times.push(atMs);
        column.set(times.length - 1, atMs);
        t.ok(isSame(), 'and one more');
      }
    }),
  );
  t.end();
});
