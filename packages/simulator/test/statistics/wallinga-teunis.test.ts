import fc from 'fast-check';
import t from 'tap';
import { wallingaTeunis } from '../../src/statistics/wallinga-teunis.ts';
import { FLU, FLU_SHARES } from './flu-2009.ts';

t.test('the estimates of EpiEstim for influenza in 2009', async (t) => {
  const got = wallingaTeunis({ infections: FLU, stepShares: FLU_SHARES }, 7);
  // tests/testthat/_snaps/wallinga_teunis.md, example 1: windows of a week from day 2 on, mean and standard deviation of 50 trees.
  const means = [1.53469283, 1.45645324, 1.49659674, 1.51124423, 1.57067283, 1.46870723, 1.35093393];
  const deviations = [0.14111643, 0.12551463, 0.11762242, 0.11674792, 0.08396713, 0.06676998, 0.07022297];
  for (const [index, mean] of means.entries()) {
    const { firstStep, lastStep, offspring } = got[index]!;
    t.strictSame([firstStep, lastStep], [index + 1, index + 7]);
    t.ok(Math.abs(offspring.value - mean) < 1e-8, `${offspring.value}, not ${mean}`);
    const deviation = (offspring.high - offspring.value) / 1.959_964;
    // That of 50 trees is off by a tenth itself.
    t.ok(Math.abs(deviation / deviations[index]! - 1) < 0.35, `${deviation}, not ${deviations[index]}`);
  }
  t.equal(got.length, 25);
  t.ok(Math.abs(got.at(-1)!.offspring.value - 0.4717477) < 1e-7);
});

t.test('a chain that nobody links, by hand', async (t) => {
  const infections = [1, 2, 3, 0];
  const cohorts = wallingaTeunis({ infections, stepShares: [0, 1] }, 1);
  t.strictSame(
    cohorts.map(({ cases, offspring }) => [cases, offspring.value, offspring.low, offspring.high]),
    [
      [2, 1.5, 1.5, 1.5],
      [3, 0, 0, 0],
      [0, NaN, NaN, NaN],
    ],
  );
});

t.test('property: each but those without a possible infector is the child of one', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 30 }), (rest) => {
      const infections = [1, ...rest];
      const cohorts = wallingaTeunis({ infections, stepShares: [0, ...infections.map(() => 1)] }, 1);
      const linked = cohorts.reduce(
        (sum, { cases, offspring }) => sum + (cases === 0 ? 0 : cases * offspring.value),
        0,
      );
      // Those of the first step are no window's; all of the second are theirs.
      const after = infections.slice(2).reduce((sum, count) => sum + count, 0);
      return linked <= after + 1e-9;
    }),
  );
  t.pass('held');
});
