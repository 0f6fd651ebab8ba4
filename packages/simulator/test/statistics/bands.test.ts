import fc from 'fast-check';
import t from 'tap';
import { bands } from '../../src/statistics/bands.ts';
import { quantile } from '../../src/statistics/quantile.ts';
import { isClose } from './close.ts';

t.test('quantiles of type 7, by hand', async (t) => {
  // Place (n - 1) p: of 1, 2, 3, 4 a quarter is at 0.75, between 1 and 2.
  t.equal(quantile([1, 2, 3, 4], 0.25), 1.75);
  t.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
  t.equal(quantile([1, 2, 3, 4], 1), 4);
  t.equal(quantile([7], 0.05), 7);
  t.equal(quantile([1, Infinity, Infinity], 0.75), Infinity);
  t.match(quantile([], 0.5), NaN);
});

t.test('bands of each point, in the order of the quantiles', async (t) => {
  const series = [Int32Array.of(3, 0), Int32Array.of(1, 10), Int32Array.of(2, 0)];
  const [low, middle, high] = bands(series);
  t.strictSame([...middle!], [2, 0]);
  t.ok(isClose(low![0]!, 1.1));
  t.ok(isClose(high![1]!, 9));
  t.strictSame(
    bands(series, [0, 1]).map((band) => Array.from(band)),
    [
      [1, 0],
      [3, 10],
    ],
  );
  t.strictSame([...bands([])[1]!], []);
  t.throws(() => bands([Int32Array.of(1), Int32Array.of(1, 2)]), {
    name: 'RangeError',
    message: 'expected series of 1 points, got 2',
  });
});

t.test('property: the order of runs changes nothing, and bands do not cross', async (t) => {
  const series = fc.array(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(series, (rows) => {
      const got = bands(rows);
      const reversed = bands(rows.toReversed());
      const [low, middle, high] = got;
      return (
        got.every((band, index) => band.every((value, point) => value === reversed[index]![point])) &&
        middle!.every((value, point) => low![point]! <= value && value <= high![point]!)
      );
    }),
  );
  t.pass('held');
});
