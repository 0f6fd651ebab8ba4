import fc from 'fast-check';
import t from 'tap';
import { cohortReproduction } from '../../src/statistics/cohort-reproduction.ts';
import { instantaneousReproduction } from '../../src/statistics/instantaneous-reproduction.ts';
import { caseOf, SMALL_OUTBREAK } from './cases.ts';
import { isClose, rounded } from './close.ts';
import { FLU, FLU_SHARES, serialInterval } from './flu-2009.ts';

t.test('cohorts of a small outbreak, by hand', async (t) => {
  const cohorts = cohortReproduction(SMALL_OUTBREAK, 2_000);
  t.strictSame(
    cohorts.map(({ fromMs, toMs, cases, unfinished }) => [fromMs, toMs, cases, unfinished]),
    [
      [0, 2_000, 3, 0],
      [2_000, 4_000, 1, 0],
      [4_000, 6_000, 1, 1],
    ],
  );
  // 3, 1 and 0 others; the error is sqrt(7 / 9), t of two degrees 4.30265.
  t.ok(isClose(cohorts[0]!.offspring.value, 4 / 3));
  t.equal(rounded(cohorts[0]!.offspring.high, 4), rounded(4 / 3 + 4.302653 * Math.sqrt(7 / 9), 4));
  t.equal(cohorts[2]!.offspring.value, 0, 'too low, as it says');
  t.strictSame(cohortReproduction([], 1_000), []);
  t.throws(() => cohortReproduction(SMALL_OUTBREAK, 0), {
    name: 'RangeError',
    message: 'expected a window of more than 0 ms, got 0',
  });
});

t.test('a window without cases has no mean', async (t) => {
  const cohorts = cohortReproduction([caseOf(0, 0), caseOf(1, 2_500, 0)], 1_000);
  t.strictSame(
    cohorts.map(({ cases }) => cases),
    [1, 0, 1],
  );
  t.match(cohorts[1]!.offspring, { value: NaN });
});

t.test('the estimates of EpiEstim for influenza in 2009', async (t) => {
  const stepShares = serialInterval(2.6, 1.5, FLU.length);
  // The distribution that comes with the data, to three digits.
  t.strictSame(
    stepShares.slice(0, 12).map((share) => rounded(share, 3)),
    FLU_SHARES,
  );
  const got = instantaneousReproduction({ infections: FLU, stepShares }, { windowSteps: 7 });
  t.equal(got.length, 25);
  // EpiEstim 2.2-4, its vignette "demo": windows of a week from day 2 on, mean_si 2.6, std_si 1.5.
  const published: readonly (readonly number[])[] = [
    [1.735798, 0.4091314, 1.0287437, 1.703761, 2.624781],
    [1.749168, 0.3647267, 1.1088223, 1.723884, 2.533119],
    [1.537058, 0.3074116, 0.994703, 1.516613, 2.19554],
    [1.431839, 0.2705921, 0.9514466, 1.41483, 2.008849],
    [1.422725, 0.2515046, 0.9731426, 1.407932, 1.956336],
    [1.635373, 0.2523436, 1.1786332, 1.622413, 2.165745],
  ];
  for (const [index, row] of published.entries()) {
    const { reproduction, standardDeviation, median, firstStep, lastStep } = got[index]!;
    t.strictSame([firstStep, lastStep], [index + 1, index + 7]);
    const ours = [reproduction.value, standardDeviation, reproduction.low, median, reproduction.high];
    t.ok(
      ours.every((value, place) => isClose(value, row[place]!, 1e-6)),
      `${ours.join(' ')}, not ${row.join(' ')}`,
    );
  }
  // tests/testthat/_snaps/estimate_R.md, example 3: days 14 to 20.
  const { reproduction, standardDeviation } = got[12]!;
  t.ok(isClose(reproduction.value, 0.937_167_1, 1e-6), String(reproduction.value));
  t.ok(isClose(standardDeviation, 0.114_493_19, 1e-6), String(standardDeviation));
});

t.test('those from outside infect, but were infected by nobody', async (t) => {
  const options = { windowSteps: 1, prior: { shape: 1, scale: 5 } };
  const data = { infections: [2, 6, 8], imported: [2, 2, 0], stepShares: [0, 1] };
  // By hand: (1 + 4) / (1/5 + 2), then (1 + 8) / (1/5 + 6).
  const [one, other] = instantaneousReproduction(data, options);
  t.ok(isClose(one!.reproduction.value, 5 / 2.2));
  t.ok(isClose(other!.reproduction.value, 9 / 6.2));
});

t.test('with nobody infectious it says what the prior says: mean 5, and quantiles of e^-x', async (t) => {
  const [only] = instantaneousReproduction(
    { infections: [0, 0, 0], stepShares: [0, 1] },
    { windowSteps: 2, level: 0.9 },
  );
  t.equal(only!.reproduction.value, 5);
  t.ok(isClose(only!.reproduction.low, -5 * Math.log(0.95)));
  t.ok(isClose(only!.reproduction.high, -5 * Math.log(0.05)));
  t.strictSame(instantaneousReproduction({ infections: [], stepShares: [] }, { windowSteps: 2 }), []);
});

t.test(
  'property: infections that multiply by R every d steps give R back, however they are counted',
  async (t) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0.8, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 4 }),
        (delay, reproduction, windowSteps) => {
          const infections = Array.from(
            { length: 12 },
            (_, step) => 1e7 * reproduction ** Math.floor(step / delay),
          );
          const stepShares = Array.from({ length: delay + 1 }, (_, ago) => (ago === delay ? 1 : 0));
          // From the first step on in which those of a whole delay ago are known.
          return instantaneousReproduction({ infections, stepShares }, { windowSteps })
            .filter(({ firstStep }) => firstStep >= delay)
            .every(
              ({ reproduction: { value, low, high } }) =>
                Math.abs(value - reproduction) < 1e-4 && low < value && value < high,
            );
        },
      ),
    );
    t.pass('held');
  },
);
