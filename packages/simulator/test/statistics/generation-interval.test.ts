import t from 'tap';
import {
  generationIntervalsMs,
  stepShares,
  summariseIntervals,
} from '../../src/statistics/generation-interval.ts';
import { caseOf, SMALL_OUTBREAK } from './cases.ts';
import { isClose } from './close.ts';

t.test('intervals of a small outbreak, by hand', async (t) => {
  const intervals = generationIntervalsMs(SMALL_OUTBREAK);
  t.strictSame([...intervals], [1_000, 1_600, 2_200, 3_100]);
  const { histogram, count, meanMs, standardDeviationMs, binMs } = summariseIntervals(intervals, 500);
  t.strictSame(histogram, [0, 0, 1, 1, 1, 0, 1]);
  t.equal(binMs, 500);
  t.equal(count, 4);
  t.equal(meanMs.value, 1_975);
  // Squares about the mean: 975^2 + 375^2 + 225^2 + 1125^2 = 2,407,500.
  t.ok(isClose(standardDeviationMs, Math.sqrt(2_407_500 / 3)));
});

t.test('shares by the steps that series count in', async (t) => {
  // Steps of exposure are 0, 1, 1, 2 and 4: one, one, two and three steps apart.
  t.strictSame([...stepShares(SMALL_OUTBREAK, 1_000)], [0, 0.5, 0.25, 0.25]);
  // Within one step of two seconds: 0 and 0 and 0 count as 1; 2,200 ms is in the next one, 4,100 two after 1,000.
  t.strictSame([...stepShares(SMALL_OUTBREAK, 2_000)], [0, 0.75, 0.25]);
  t.strictSame([...stepShares([caseOf(0, 0)], 1_000)], []);
  t.strictSame([...generationIntervalsMs([])], []);
});
