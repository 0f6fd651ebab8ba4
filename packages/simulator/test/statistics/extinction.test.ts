import fc from 'fast-check';
import t from 'tap';
import { extinctionProbability, extinctionProbabilityOfChances } from '../../src/statistics/extinction.ts';
import { isClose } from './close.ts';

t.test('roots that are known', async (t) => {
  // k = 2: x = (1 - q + q x)^2 has the roots 1 and ((1 - q) / q)^2.
  for (const q of [0.51, 0.6, 0.75, 0.9, 1]) {
    t.ok(isClose(extinctionProbability(q, 2), ((1 - q) / q) ** 2, 1e-12), `${q}`);
  }
  // k = 3 and q = 1/2: 8 x = (1 + x)^3 is (x - 1)(x^2 + 4 x - 1) = 0.
  t.ok(isClose(extinctionProbability(0.5, 3), Math.sqrt(5) - 2));
});

t.test('at the threshold and below it dies out surely; who always infects one never does', async (t) => {
  t.equal(extinctionProbability(0.5, 2), 1);
  t.equal(extinctionProbability(0.2, 5), 1);
  t.equal(extinctionProbability(0.9, 1), 1);
  t.equal(extinctionProbability(0.9, 0), 1);
  t.equal(extinctionProbability(0, 5), 1);
  t.equal(extinctionProbability(1, 1), 0);
  t.equal(extinctionProbability(1, 5), 0);
});

t.test('just above the threshold it is exact yet', async (t) => {
  for (const above of [1e-3, 1e-6, 1e-9]) {
    const q = (1 + above) / 2;
    t.ok(Math.abs(extinctionProbability(q, 2) - ((1 - q) / q) ** 2) < 1e-12, `${above}`);
  }
});

t.test('sneezes that vary: none or four, equally often', async (t) => {
  // x = (1 + (1 - q + q x)^4) / 2; by iteration from 0, which goes up to the smallest root.
  let x = 0;
  for (let step = 0; step < 10_000; step++) x = (1 + (0.2 + 0.8 * x) ** 4) / 2;
  const got = extinctionProbabilityOfChances(0.8, [0.5, 0, 0, 0, 0.5]);
  t.ok(isClose(got, x, 1e-12), `${got}, not ${x}`);
  t.ok(got > extinctionProbability(0.8, 2), 'likelier than with the mean, which is two');
  t.equal(extinctionProbabilityOfChances(1, [0, 1]), 0);
  t.equal(extinctionProbabilityOfChances(1, [0.5, 0, 0.5]), 1);
  t.equal(extinctionProbabilityOfChances(1, [0, 0.5, 0.5]), 0, 'each infects at least one');
});

t.test('property: a root, and none is smaller: what iteration from 0 gives', async (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 40 }),
      (q, sneezes) => {
        fc.pre(Math.abs(q * sneezes - 1) > 0.02);
        let x = 0;
        for (let step = 0; step < 5_000; step++) x = (1 - q + q * x) ** sneezes;
        return Math.abs(extinctionProbability(q, sneezes) - x) < 1e-12;
      },
    ),
  );
  t.pass('held');
});
