import fc from 'fast-check';
import t from 'tap';
import { wantsMore, wilson } from '../../src/statistics/wilson.ts';
import { rounded } from './close.ts';

t.test('the examples of Newcombe 1998 (Statistics in Medicine 17:857, table I, method 3)', async (t) => {
  const table: readonly (readonly [successes: number, runs: number, low: number, high: number])[] = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ];
  for (const [successes, runs, low, high] of table) {
    const got = wilson(successes, runs);
    t.equal(rounded(got.low, 4), low, `${successes} of ${runs}`);
    t.equal(rounded(got.high, 4), high, `${successes} of ${runs}`);
  }
});

t.test('limits are exact where all or none succeed, and nothing is known of no runs', async (t) => {
  t.equal(wilson(0, 50).low, 0);
  const all = wilson(300, 300);
  t.equal(all.high, 1);
  // n / (n + z^2), by hand: 300 / 303.8415.
  t.equal(rounded(all.low, 4), 0.9874);
  t.match(wilson(0, 0), { value: NaN, low: 0, high: 1 });
});

t.test('property: limits solve (p - share)^2 = z^2 p (1 - p) / n, of which they are the roots', async (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (runs, part) => {
        const { value, low, high } = wilson(Math.round(part * runs), runs);
        const square = 1.959963984540054 ** 2 / runs;
        const holds = (p: number): boolean =>
          Math.abs((p - value) ** 2 - square * p * (1 - p)) < 1e-13 * Math.max(square, 1e-3);
        return low <= value && value <= high && holds(low) && holds(high);
      },
    ),
  );
  t.pass('held');
});

t.test('property: it covers the true share about as often as it says, on average over shares', async (t) => {
  // Exactly, by the binomial distribution, for n = 50: Wilson's mean coverage is close to 95 % (Agresti and Coull 1998).
  const runs = 50;
  let coverage = 0;
  const shares = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
  for (const share of shares) {
    let chance = (1 - share) ** runs;
    for (let successes = 0; successes <= runs; successes++) {
      const { low, high } = wilson(successes, runs);
      if (low <= share && share <= high) coverage += chance / shares.length;
      chance *= ((runs - successes) / (successes + 1)) * (share / (1 - share));
    }
  }
  t.ok(coverage > 0.945 && coverage < 0.96, `${coverage}`);
});

t.test('more runs are wanted until the interval is narrow, or the limit is reached', async (t) => {
  const enough = { halfWidth: 0.02, limit: 10_000 };
  t.ok(wantsMore(0, 0, enough));
  // All succeed: the half width is z^2 / 2 / (n + z^2), 0.0370 of 50 runs and 0.0188 of 100.
  t.ok(wantsMore(50, 50, enough));
  t.notOk(wantsMore(100, 100, enough));
  // A half: z / 2 / sqrt(n + z^2) is 0.02 at n = 2397.2.
  t.ok(wantsMore(1_199, 2_397, enough));
  t.notOk(wantsMore(1_199, 2_398, enough));
  t.notOk(wantsMore(25, 50, { ...enough, limit: 50 }));
});
