import t from 'tap';
import { jackknife } from '../../src/statistics/jackknife.ts';
import { meanOf } from '../../src/statistics/mean.ts';
import { isClose } from './close.ts';

const mean = ([sum = 0, count = 0]: readonly number[]): number => sum / count;

t.test("of a mean it is Student's interval", async (t) => {
  const values = [3, 8, 1, 6, 7];
  const { value, low, high } = jackknife(
    values.map((each) => [each, 1]),
    mean,
  );
  const expected = meanOf(values);
  t.ok(isClose(value, expected.value) && isClose(low, expected.low) && isClose(high, expected.high));
});

t.test('lists of different lengths, and what can not be left out', async (t) => {
  const last = (counts: readonly number[]): number => counts[1] ?? NaN;
  t.equal(jackknife([[1], [2, 5], [3, 2]], last).value, 7);
  const alone = jackknife([[4, 2], []], mean);
  t.same(alone, { value: 2, low: -Infinity, high: Infinity });
});
