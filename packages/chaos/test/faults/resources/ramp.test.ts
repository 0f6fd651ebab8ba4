import t from 'tap';
import { rampedShare } from '../../../src/faults/resources/ramp.ts';

t.test('evenly more, and all of it at the end', async (t) => {
  t.equal(rampedShare(0, undefined), 1);
  t.same(
    [0, 250, 1_000, 5_000].map((ms) => rampedShare(ms, 1_000)),
    [0, 0.25, 1, 1],
  );
});
