import fc from 'fast-check';
import t from 'tap';
import { distributionOf } from '../../src/recovery/distribution.ts';

t.test('percentiles by nearest rank', async (t) => {
  t.equal(distributionOf([]), undefined);
  t.same(distributionOf([7]), { count: 1, minMs: 7, p50Ms: 7, p90Ms: 7, maxMs: 7 });
  t.same(distributionOf([4, 1, 3, 2]), { count: 4, minMs: 1, p50Ms: 2, p90Ms: 4, maxMs: 4 });
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  t.same(distributionOf(hundred), { count: 100, minMs: 1, p50Ms: 50, p90Ms: 90, maxMs: 100 });
});

t.test('each is one of the durations, and at least its share is not longer', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (durations) => {
      const { minMs, p50Ms, p90Ms, maxMs } = distributionOf(durations) ?? {
        minMs: 0,
        p50Ms: 0,
        p90Ms: 0,
        maxMs: 0,
      };
      const share = (value: number): number =>
        durations.filter((each) => each <= value).length / durations.length;
      return (
        [minMs, p50Ms, p90Ms, maxMs].every((value) => durations.includes(value)) &&
        minMs <= p50Ms &&
        p50Ms <= p90Ms &&
        p90Ms <= maxMs &&
        share(p50Ms) >= 0.5 &&
        share(p90Ms) >= 0.9 &&
        share(maxMs) === 1
      );
    }),
  );
  t.pass('held');
});
