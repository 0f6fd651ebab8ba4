import fc from 'fast-check';
import t from 'tap';
import { secondsToMs } from '../../src/providers/seconds.ts';

t.test('whole milliseconds, such as a timer takes', async (t) => {
  t.equal(secondsToMs(16.1), 16_100);
  t.equal(secondsToMs('1.005'), 1_005);
  t.equal(secondsToMs(6e9), 2_147_483_647);
  for (const wrong of [-1, '', 'x', null, true, undefined]) t.equal(secondsToMs(wrong), undefined);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (seconds) => {
      const ms = secondsToMs(seconds) ?? -1;
      return (
        Number.isInteger(ms) && ms >= 0 && ms < 2 ** 31 && AbortSignal.timeout(ms) instanceof AbortSignal
      );
    }),
    { numRuns: 30 },
  );
});
