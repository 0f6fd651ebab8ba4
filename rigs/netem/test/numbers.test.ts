import t from 'tap';
import {
  binomialTolerance,
  burstStarts,
  gapLengths,
  mean,
  outOfOrder,
  shareOf,
  standardDeviation,
} from '../guest/lab/numbers.ts';

t.test('the numbers that claims are judged by', async (t) => {
  t.equal(mean([1, 2, 6]), 3);
  t.equal(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]), 2);
  t.equal(
    shareOf([1, 2, 3, 4], (number) => number > 3),
    0.25,
  );
  t.equal(outOfOrder([0, 1, 2, 3]), 0);
  t.equal(outOfOrder([4, 0, 1, 2, 3, 5]), 4);
  t.strictSame(gapLengths([0, 3, 4, 6], 9), [2, 1, 2]);
  t.strictSame(gapLengths([0, 1], 2), []);
  t.strictSame(burstStarts([0, 1, 2, 100, 101, 205], 50), [0, 100, 205]);
  t.equal(binomialTolerance(0.5, 100).toFixed(3), '0.225');
});
