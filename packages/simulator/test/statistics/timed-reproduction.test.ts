import fc from 'fast-check';
import t from 'tap';
import { instantaneousReproduction } from '../../src/statistics/instantaneous-reproduction.ts';
import { countUpTo, timedReproduction } from '../../src/statistics/timed-reproduction.ts';
import { isClose } from './close.ts';
import { FLU, serialInterval } from './flu-2009.ts';

t.test('by hand: who has passed which intervals', async (t) => {
  const data = { atMs: [0, 10, 12, 30], localAtMs: [10, 12, 30], intervalsMs: [10, 20] };
  // Up to 12: 0 has passed 10. Up to 30: 0 and 10 both, 12 one of two.
  const { infections, infectiousness, reproduction } = timedReproduction(data, 12, 30);
  t.equal(infections, 1, 'the beginning is not in it, the end is');
  t.equal(infectiousness, (2 + 2 + 1) / 2 - 1 / 2);
  t.ok(isClose(reproduction.value, 2 / (1 / 5 + 2)));
});

t.test('with no interval, or nobody before, it says what the prior says', async (t) => {
  t.equal(timedReproduction({ atMs: [], localAtMs: [], intervalsMs: [] }, 0, 10).reproduction.value, 5);
  t.equal(timedReproduction({ atMs: [50], localAtMs: [], intervalsMs: [5] }, 0, 10).reproduction.value, 5);
});

t.test('where time has steps it is what EpiEstim published', async (t) => {
  // The days of 2009 as times, and their serial interval as a sample of a million.
  const shares = serialInterval(2.6, 1.5, FLU.length);
  const atMs = FLU.flatMap((count, day) => Array.from({ length: count }, () => day));
  const sample = 1_000_000;
  const intervalsMs = shares.flatMap((share, day) =>
    Array.from({ length: Math.round(share * sample) }, () => day),
  );
  const data = { atMs, localAtMs: atMs.slice(1), intervalsMs };
  for (const [fromDay, untilDay, mean, deviation] of [
    [0, 7, 1.7357977, 0.40913143],
    [12, 19, 0.9371671, 0.11449319],
  ] as const) {
    const { reproduction, standardDeviation } = timedReproduction(data, fromDay, untilDay);
    t.ok(isClose(reproduction.value, mean, 2e-5), `${reproduction.value}, not ${mean}`);
    t.ok(isClose(standardDeviation, deviation, 2e-5), `${standardDeviation}, not ${deviation}`);
  }
});

t.test('property: where times are whole steps both ways agree', async (t) => {
  const times = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 60 });
  const intervals = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(times, intervals, fc.integer({ min: 1, max: 10 }), (drawn, drawnIntervals, windowSteps) => {
      const atMs = drawn.toSorted((one, other) => one - other);
      const intervalsMs = drawnIntervals.toSorted((one, other) => one - other);
      const infections = Array.from({ length: 51 }, (_, step) => atMs.filter((at) => at === step).length);
      const stepShares = Array.from(
        { length: 9 },
        (_, ago) => intervalsMs.filter((interval) => interval === ago).length / intervalsMs.length,
      );
      return instantaneousReproduction({ infections, stepShares }, { windowSteps }).every(
        ({ firstStep, lastStep, reproduction, standardDeviation }) => {
          const timed = timedReproduction({ atMs, localAtMs: atMs, intervalsMs }, firstStep - 1, lastStep);
          return (
            isClose(timed.reproduction.low, reproduction.low, 1e-9) &&
            isClose(timed.reproduction.value, reproduction.value, 1e-9) &&
            isClose(timed.reproduction.high, reproduction.high, 1e-9) &&
            isClose(timed.standardDeviation, standardDeviation, 1e-9)
          );
        },
      );
    }),
    { numRuns: 30 },
  );
  t.pass('held');
});

t.test('counts what is no later', async (t) => {
  t.strictSame(
    [0, 1, 2, 3, 4].map((at) => countUpTo([1, 2, 2, 3], at)),
    [0, 1, 3, 4, 4],
  );
});
