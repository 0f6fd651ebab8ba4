import fc from 'fast-check';
import t from 'tap';
import { countPairs, mcnemar, meanDifference, shareDifference } from '../../src/statistics/paired.ts';
import { isClose, rounded } from './close.ts';

/** Airway hyper-responsiveness before and after stem cell transplantation, Bentur et al. 2009, as in Fagerland et al. 2013. */
const AIRWAYS = { both: 1, onlyFirst: 1, onlySecond: 7, neither: 12 };

t.test('McNemar: the example of Fagerland, Lydersen and Laake 2013, and by hand', async (t) => {
  const { exact, midP } = mcnemar(AIRWAYS);
  // 2 x (1 + 8) / 2^8 and half of the second term less on either side: printed as 0.070 and 0.039.
  t.ok(isClose(exact, 18 / 256));
  t.ok(isClose(midP, 10 / 256));
  t.match(mcnemar({ both: 9, onlyFirst: 0, onlySecond: 0, neither: 9 }), { exact: 1, midP: 1 });
  // Equal counts: all but half of what was seen itself, C(4, 2) / 2^4.
  t.ok(isClose(mcnemar({ both: 0, onlyFirst: 2, onlySecond: 2, neither: 0 }).midP, 1 - 3 / 16));
  t.ok(isClose(mcnemar({ both: 0, onlyFirst: 0, onlySecond: 30, neither: 0 }).exact, 2 ** -29, 1e-11));
});

t.test('the difference of shares: published examples of method 10 of Newcombe 1998', async (t) => {
  const newcombe = shareDifference({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 });
  t.strictSame(
    [newcombe.value, newcombe.low, newcombe.high].map((each) => rounded(each, 4)),
    [0.2, 0.0569, 0.3404],
  );
  const fagerland = shareDifference(AIRWAYS);
  t.strictSame(
    [fagerland.value, fagerland.low, fagerland.high].map((each) => rounded(each, 3)),
    [-0.286, -0.507, -0.026],
  );
});

t.test('pairs are counted by their seeds', async (t) => {
  const first = [true, true, false, false, true];
  t.strictSame(countPairs(first, Uint8Array.of(1, 0, 1, 0, 0)), {
    both: 1,
    onlyFirst: 2,
    onlySecond: 1,
    neither: 1,
  });
  t.throws(() => countPairs([1], []), {
    name: 'RangeError',
    message: 'expected as many runs of both settings, got 1 and of the other 0',
  });
});

t.test('the mean difference: the sleep data of Student 1908', async (t) => {
  // Hours of sleep gained by ten patients with two drugs: 1.58 more with the second, 95 % [0.70, 2.46].
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const { value, low, high } = meanDifference(second, first);
  t.equal(rounded(value, 6), 1.58);
  t.equal(rounded(low, 7), 0.7001142);
  t.equal(rounded(high, 7), 2.4598858);
});

t.test('property: exchanging the settings changes the sign and no p-value', async (t) => {
  const count = fc.nat(400);
  fc.assert(
    fc.property(count, count, count, count, (both, onlyFirst, onlySecond, neither) => {
      fc.pre(both + onlyFirst + onlySecond + neither > 0);
      const one = { both, onlyFirst, onlySecond, neither };
      const other = { both, onlyFirst: onlySecond, onlySecond: onlyFirst, neither };
      const [here, there] = [shareDifference(one), shareDifference(other)];
      const { exact, midP } = mcnemar(one);
      return (
        mcnemar(other).exact === exact &&
        mcnemar(other).midP === midP &&
        midP > 0 === exact > 0 &&
        exact <= 1 &&
        midP <= exact &&
        Math.abs(here.low + there.high) < 1e-12 &&
        here.low <= here.value &&
        here.low >= -1 &&
        here.high <= 1
      );
    }),
  );
  t.pass('held');
});
