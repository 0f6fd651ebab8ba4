import fc from 'fast-check';
import t from 'tap';
import { parseDurationMs } from '@pod-contagion/notations';
import { durationText } from '../../../page/simulate/duration.ts';

t.test('durations as a slider has them', async (t) => {
  t.strictSame([0, 1, 500, 1_500, 12_340, 60_000, 90_000, 600_000, 3_600_000].map(durationText), [
    '0s',
    '1ms',
    '500ms',
    '1.5s',
    '12.34s',
    '1m',
    '1.5m',
    '10m',
    '1h',
  ]);
});

t.test('property: what is written is read again', async (t) => {
  fc.assert(fc.property(fc.nat({ max: 100_000_000 }), (ms) => parseDurationMs(durationText(ms)) === ms));
  t.pass('held');
});
