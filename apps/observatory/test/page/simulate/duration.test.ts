import fc from 'fast-check';
import t from 'tap';
import { durationText, parseDurationMs } from '../../../page/simulate/duration.ts';

t.test('durations as the command lines read them', async (t) => {
  t.strictSame(
    ['0', '500ms', '10s', '1.5m', '1h', '0.25s', '10', '-1s', '1.0001ms', ' 2s ', ''].map(parseDurationMs),
    [0, 500, 10_000, 90_000, 3_600_000, 250, undefined, undefined, undefined, 2_000, undefined],
  );
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
