import fc from 'fast-check';
import t from 'tap';
import { ageOf, humanDuration } from '../../src/machinery/durations.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

t.test('each range has its own form', async (t) => {
  const cases: [number, string][] = [
    [-2 * SECOND, '<invalid>'],
    [-1.5 * SECOND, '0s'],
    [0, '0s'],
    [999, '0s'],
    [119 * SECOND, '119s'],
    [2 * MINUTE, '2m'],
    [3 * MINUTE + 20 * SECOND, '3m20s'],
    [9 * MINUTE + 59 * SECOND, '9m59s'],
    [10 * MINUTE + 59 * SECOND, '10m'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + 5 * MINUTE, '3h5m'],
    [8 * HOUR + 5 * MINUTE, '8h'],
    [47 * HOUR, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + 4 * HOUR, '2d4h'],
    [8 * DAY + 4 * HOUR, '8d'],
    [729 * DAY, '729d'],
    [2 * YEAR, '2y'],
    [3 * YEAR + 7 * DAY, '3y7d'],
    [9 * YEAR + 7 * DAY, '9y'],
  ];
  for (const [ms, text] of cases) t.equal(humanDuration(ms), text, `${ms} ms`);
});

t.test('what is shown is never more than the age, and less by under one of its smallest unit', async (t) => {
  const units: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, y: YEAR };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 * YEAR }), (ms) => {
      const parts = [...humanDuration(ms).matchAll(/(\d+)([smhdy])/g)];
      const shown = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
      // Up to one great unit is left out where the small one is not shown.
      const unit = units[parts[0]?.[2] ?? ''] ?? 0;
      return shown <= ms && ms - shown < unit && parts.length <= 2;
    }),
  );
  t.pass();
});

t.test('an age that is not known', async (t) => {
  t.equal(ageOf(undefined, 0), '<unknown>');
  t.equal(ageOf('', 0), '<unknown>');
  t.equal(ageOf('2030-01-01T00:00:00Z', Date.parse('2030-01-01T00:03:20Z')), '3m20s');
});
