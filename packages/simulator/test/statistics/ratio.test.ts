import fc from 'fast-check';
import t from 'tap';
import { meanOf } from '../../src/statistics/mean.ts';
import { addRatios, addRun, NO_RATIO, ratioOf } from '../../src/statistics/ratio.ts';
import { isClose, rounded } from './close.ts';

t.test('three runs, by hand', async (t) => {
  // 2 of 1, 3 of 2 and 7 of 3: 12 of 6. Residuals from 2: 0, -1, 1; standard error sqrt(2 / 2 x 3) / 6 = 0.28868; t of 2 degrees 4.30265.
  const sums = addRun(addRun(addRun(NO_RATIO, 2, 1), 3, 2), 7, 3);
  const { value, low, high } = ratioOf(sums);
  t.equal(value, 2);
  t.strictSame([rounded(low, 4), rounded(high, 4)], [0.7579, 3.2421]);
});

t.test('property: of runs with one each it is the mean, and sums may be added in any way', async () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 2, maxLength: 30 }), fc.nat(30), (values, cut) => {
      const sumOf = (some: readonly number[]): typeof NO_RATIO =>
        some.reduce((sums, value) => addRun(sums, value, 1), NO_RATIO);
      const all = ratioOf(sumOf(values));
      const parts = ratioOf(addRatios(sumOf(values.slice(cut)), sumOf(values.slice(0, cut))));
      const mean = meanOf(values);
      return (
        isClose(all.value, mean.value) &&
        isClose(all.high - all.low, mean.high - mean.low, 1e-9) &&
        all.low === parts.low
      );
    }),
  );
});

t.test('of one run there are no limits, of none no ratio', async (t) => {
  t.same(ratioOf(addRun(NO_RATIO, 3, 2)), { value: 1.5, low: -Infinity, high: Infinity });
  t.ok(Number.isNaN(ratioOf(NO_RATIO).value));
});
