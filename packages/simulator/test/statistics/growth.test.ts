import fc from 'fast-check';
import t from 'tap';
import { growthRate } from '../../src/statistics/growth.ts';
import { isClose, rounded } from './close.ts';

t.test('AIDS in Belgium from 1981 to 1993, in Wood 2006 (Generalized Additive Models, 2.3)', async (t) => {
  const growth = growthRate([12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240], 1);
  const { perSecond, doublingSeconds, overdispersion } = growth!;
  // Printed there: slope 0.202121 with standard error 0.007771, before it is widened.
  t.equal(rounded(perSecond.value, 6), 0.202121);
  const error = (perSecond.high - perSecond.value) / 1.959964 / Math.sqrt(overdispersion);
  t.equal(rounded(error, 6), 0.007771);
  t.ok(overdispersion > 1);
  t.equal(rounded(doublingSeconds, 3), rounded(Math.LN2 / 0.202121, 3));
});

t.test('two steps: the ratio of the counts, by hand', async (t) => {
  const growth = growthRate([10, 40], 2)!;
  t.ok(isClose(growth.perSecond.value, Math.log(4) / 2));
  t.ok(isClose(growth.doublingSeconds, 1));
  // The error of the logarithm of a ratio of counts is sqrt(1/10 + 1/40).
  t.ok(
    isClose(growth.perSecond.high - growth.perSecond.value, (1.959963984540054 * Math.sqrt(0.125)) / 2, 1e-9),
  );
  t.equal(growth.overdispersion, 1);
});

t.test('no growth, decline, and what gives no finite rate', async (t) => {
  const flat = growthRate([5, 5, 5], 1)!;
  t.equal(flat.perSecond.value, 0);
  t.equal(flat.doublingSeconds, Infinity);
  t.ok(isClose(growthRate([80, 40, 20, 10], 1)!.doublingSeconds, -1));
  t.ok(isClose(growthRate([0, 4, 0], 1)!.perSecond.value, 0));
  for (const counts of [[], [5], [0, 0, 0], [3, 0, 0], [0, 0, 3]]) t.equal(growthRate(counts, 1), undefined);
});

t.test('a wave on top of growth widens the interval', async (t) => {
  const smooth = growthRate([8, 16, 32, 64, 128, 256], 1)!;
  const waves = growthRate([8, 1, 47, 4, 188, 256], 1)!;
  const width = ({ perSecond }: typeof smooth): number => perSecond.high - perSecond.low;
  t.ok(isClose(smooth.perSecond.value, Math.LN2));
  t.ok(smooth.overdispersion < 1e-20);
  t.ok(width(waves) > 3 * width(smooth));
});

t.test('property: the equations of the likelihood hold: counts and moments as expected', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000), { minLength: 2, maxLength: 60 }), (counts) => {
      const growth = growthRate(counts, 1);
      if (growth === undefined) return true;
      const weights = counts.map((_, step) => Math.exp(growth.perSecond.value * (step - counts.length / 2)));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const total = counts.reduce((all, count) => all + count, 0);
      const mean = counts.reduce((moment, count, step) => moment + count * step, 0) / total;
      const expected = weights.reduce((moment, weight, step) => moment + (weight / sum) * step, 0);
      return Math.abs(mean - expected) < 1e-9 * counts.length;
    }),
  );
  t.pass('held');
});

t.test('property: an exact exponential gives its rate back, also a steep one', async (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.integer({ min: 2, max: 100 }),
      fc.double({ min: 0.01, max: 60, noNaN: true }),
      (rate, steps, stepSeconds) => {
        const counts = Array.from({ length: steps }, (_, step) => 1_000 * Math.exp(rate * step));
        const got = growthRate(counts, stepSeconds)!.perSecond.value * stepSeconds;
        return Math.abs(got - rate) < 1e-9;
      },
    ),
  );
  t.pass('held');
});
