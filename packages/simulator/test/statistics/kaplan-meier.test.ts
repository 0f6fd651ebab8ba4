import fc from 'fast-check';
import t from 'tap';
import { kaplanMeier, survivalAt, type Lifetime } from '../../src/statistics/kaplan-meier.ts';
import { isClose, rounded } from './close.ts';

/** Weeks in remission of Freireich et al. 1963, as in Kalbfleisch and Prentice; negative where still in remission. */
const TREATED = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];
const PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

function lifetimes(weeks: readonly number[]): readonly Lifetime[] {
  return weeks.map((week) => ({ untilMs: Math.abs(week), isExtinct: week > 0 }));
}

t.test('the remissions of Freireich et al. 1963', async (t) => {
  const { steps, medianMs } = kaplanMeier(lifetimes(TREATED));
  // Time, at risk, share, and log-log limits, as textbooks and other programs print them.
  t.strictSame(
    steps.map(({ atMs, atRisk, value, low, high }) => [
      atMs,
      atRisk,
      rounded(value, 4),
      rounded(low, 4),
      rounded(high, 4),
    ]),
    [
      [6, 21, 0.8571, 0.6197, 0.9516],
      [7, 17, 0.8067, 0.5631, 0.9228],
      [10, 15, 0.7529, 0.5032, 0.8894],
      [13, 12, 0.6902, 0.4316, 0.8491],
      [16, 11, 0.6275, 0.3675, 0.8049],
      [22, 7, 0.5378, 0.2678, 0.7468],
      [23, 6, 0.4482, 0.1881, 0.6801],
    ],
  );
  t.strictSame(medianMs, { value: 23, low: 13, high: Infinity });
  t.equal(kaplanMeier(lifetimes(PLACEBO)).medianMs.value, 8);
});

t.test("Greenwood's plain interval", async (t) => {
  const { steps } = kaplanMeier(lifetimes(TREATED), 0.95, 'plain');
  const standardErrors = steps.map(({ value, high }) => (high - value) / 1.959964);
  // The first is cut off at 1: 0.8571 + 1.96 x 0.0764.
  t.equal(steps[0]?.high, 1);
  t.strictSame(
    standardErrors.slice(3).map((error) => rounded(error, 4)),
    [0.1068, 0.1141, 0.1282, 0.1346],
  );
});

t.test('all extinct: the share is 0, and what may be above it is what was before', async (t) => {
  const { steps, medianMs } = kaplanMeier(lifetimes([1, 2, 3, 4]));
  t.equal(steps[3]?.value, 0);
  t.equal(steps[3]?.low, 0);
  t.equal(steps[3]?.high, steps[2]?.high);
  t.equal(medianMs.value, 2);
});

t.test('none extinct, or no runs: all alive', async (t) => {
  for (const weeks of [[-5, -5], []]) {
    const survival = kaplanMeier(lifetimes(weeks));
    t.strictSame(survival.steps, []);
    t.equal(survival.medianMs.value, Infinity);
    t.strictSame(survivalAt(survival, 4), { value: 1, low: 1, high: 1 });
  }
});

t.test('the share at a time is that of the last step', async (t) => {
  const survival = kaplanMeier(lifetimes(TREATED));
  t.equal(survivalAt(survival, 5.9).value, 1);
  t.equal(rounded(survivalAt(survival, 6).value, 4), 0.8571);
  t.equal(rounded(survivalAt(survival, 9.9).value, 4), 0.8067);
  t.equal(rounded(survivalAt(survival, 1_000).value, 4), 0.4482);
});

const anyLifetimes = fc.array(
  fc.record({ untilMs: fc.integer({ min: 1, max: 50 }), isExtinct: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

t.test('property: without censoring the curve is the share that is left', async (t) => {
  fc.assert(
    fc.property(anyLifetimes, fc.integer({ min: 0, max: 60 }), (given, atMs) => {
      const runs = given.map(({ untilMs }) => ({ untilMs, isExtinct: true }));
      const left = runs.filter(({ untilMs }) => untilMs > atMs).length;
      return isClose(survivalAt(kaplanMeier(runs), atMs).value, left / runs.length);
    }),
  );
  t.pass('held');
});

t.test('property: it goes down, stays within its limits, and is the same in any order', async (t) => {
  fc.assert(
    fc.property(anyLifetimes, (runs) => {
      const survival = kaplanMeier(runs);
      const { steps } = survival;
      return (
        steps.every(({ low, value, high }) => 0 <= low && low <= value && value <= high && high <= 1) &&
        steps.every(({ value }, index) => value < (steps[index - 1]?.value ?? 1)) &&
        JSON.stringify(kaplanMeier(runs.toReversed())) === JSON.stringify(survival)
      );
    }),
  );
  t.pass('held');
});
