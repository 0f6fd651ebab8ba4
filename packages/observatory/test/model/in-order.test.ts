import fc from 'fast-check';
import t from 'tap';
import { InOrder } from '../../src/model/in-order.ts';
import { NO_TIME } from '../../src/model/since.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = 7 * DAY_MS;

/** Steps that are days after the first, and not ms after the one before. */
const FAR = [-6, 30];

t.test('times are what they were set to, whether in order or not, and after the first are forgotten', (t) => {
  const near = fc.oneof(fc.nat(100), fc.integer({ min: -9_000, max: 9_000 }), fc.nat(90_000));
  const step = fc.oneof({ weight: 50, arbitrary: near }, { weight: 1, arbitrary: fc.constantFrom(...FAR) });
  const told = fc.array(fc.option(step, { freq: 6 }), { maxLength: 100 });
  const counts = fc.array(fc.nat(40), { maxLength: 3 });
  fc.assert(
    fc.property(told, counts, (steps, counts) => {
      const column = new InOrder();
      let atMs = FIRST_MS;
      // Whoever is learnt late may have been infected days before; 30 days later is the last that there is room for.
      const timeOf = (step: number): number =>
        FAR.includes(step) ? FIRST_MS + step * DAY_MS : (atMs += step);
      let times = steps.map((step) => (step === null ? NO_TIME : timeOf(step)));
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
