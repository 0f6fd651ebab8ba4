import fc from 'fast-check';
import t from 'tap';
import { secondsToMs } from '../../src/providers/seconds.ts';

t.test('whole milliseconds', async (t) => {
  t.equal(secondsToMs(16.1), 16_100);
  t.equal(secondsToMs('1.005'), 1_005);
  t.equal(secondsToMs(6e9), 6_000_000_000_000, 'longer than one timer takes');
  for (const wrong of [-1, '', 'x', null, true, undefined]) t.equal(secondsToMs(wrong), undefined);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (seconds) => {
      const ms = secondsToMs(seconds) ?? -1;
      return Number.isInteger(ms) && ms >= 0;
    }),
    { numRuns: 30 },
  );
});
