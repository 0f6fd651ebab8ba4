import t from 'tap';
import { meanOf } from '../../src/statistics/mean.ts';
import { isClose, rounded } from './close.ts';

t.test('the mean with its interval, by hand', async (t) => {
  // The sum of squares about 5 is 32, the variance 32/7, the error sqrt(4/7); t of 7 degrees is 2.36462.
  const { value, low, high, count, standardDeviation } = meanOf([2, 4, 4, 4, 5, 5, 7, 9]);
  t.equal(value, 5);
  t.equal(count, 8);
  t.ok(isClose(standardDeviation, Math.sqrt(32 / 7)));
  t.equal(rounded(low, 4), rounded(5 - 2.36462 * Math.sqrt(4 / 7), 4));
  t.equal(rounded(high - 5, 10), rounded(5 - low, 10));
});

t.test('of one number nothing is known of the spread, of none nothing at all', async (t) => {
  t.match(meanOf([3]), { value: 3, low: -Infinity, high: Infinity, count: 1, standardDeviation: NaN });
  t.match(meanOf([]), { value: NaN, count: 0 });
});
