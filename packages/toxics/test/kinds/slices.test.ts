import t from 'tap';
import fc from '../../../../scripts/testing/properties.ts';
import { slicesOf } from '../../src/kinds/slices.ts';
import { seededRandom } from '../../src/random.ts';

t.test('slices are all of it, none is empty, and none is far from the average', async (t) => {
  const size = fc.integer({ min: 1, max: 5_000 });
  fc.assert(
    fc.property(
      size,
      fc.nat({ max: 300 }),
      fc.nat({ max: 400 }),
      fc.nat(),
      (length, average, variation, seed) => {
        const slices = [...slicesOf(length, average, variation, seededRandom(seed))];
        const most = average < 1 ? length : average + Math.min(variation, average - 1);
        return (
          slices.reduce((sum, each) => sum + each, 0) === length &&
          slices.every((each) => each >= 1 && each <= Math.max(1, most))
        );
      },
    ),
  );
  t.same([...slicesOf(100, 100, 0, Math.random)], [100]);
  t.same([...slicesOf(100, 30, 0, Math.random)], [25, 25, 25, 25]);
});
