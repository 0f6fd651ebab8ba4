import t from 'tap';
import { parseExcludedDay } from '../../src/schedule/excluded-day.ts';
import { parseSchedule, type ScheduleOptions } from '../../src/schedule/schedule.ts';

t.test('schedules that cannot be meant', (t) => {
  const cases: [ScheduleOptions, RegExp][] = [
    [{}, /expected an interval or a cron pattern, got neither/],
    [{ intervalMs: 1_000, cron: '* * * * *' }, /got both/],
    [{ intervalMs: 999 }, /intervalMs expects a whole number from 1000 to 2592000000, got 999/],
    [{ intervalMs: 2_592_000_001 }, /intervalMs/],
    [{ intervalMs: 1_000.5 }, /intervalMs/],
    [{ cron: '* * * *' }, /^cron: expected a pattern of five or six fields, got "\* \* \* \*": /],
    [{ cron: '* * * * * * *' }, /^cron: /],
    [{ cron: '0 25 * * *' }, /Invalid value for hour: 25/],
    [{ cron: 'tomorrow' }, /^cron: /],
    [{ cron: '0 0 30 2 *' }, /expected a pattern that comes at some time/],
    [{ cron: '@hourly', timeZone: 'Europe/Nowhere' }, /^time zone: expected a name/],
    [{ cron: '@hourly', timeZone: '+02:00' }, /^time zone: /],
    [{ cron: '@hourly', timeZone: '' }, /^time zone: /],
    [{ cron: '@hourly', windows: ['x'] }, /^window: /],
    [{ cron: '@hourly', excludedDays: ['x'] }, /^excluded day: /],
    [{ cron: '@hourly', maxRuns: 0 }, /maxRuns expects a whole number from 1/],
    [{ cron: '@hourly', maxKills: 1.5 }, /maxKills/],
    [{ cron: '@hourly', jitterMs: -1 }, /jitterMs/],
    [{ intervalMs: 5_000, jitterMs: 5_001 }, /jitterMs expects a whole number from 0 to 5000/],
    [{ cron: '@hourly', windows: Array.from({ length: 401 }, () => 'Mon') }, /at most 400/],
  ];
  for (const [options, message] of cases) {
    t.throws(
      () => parseSchedule(options),
      { code: 'CHAOS_USAGE', message },
      JSON.stringify(options).slice(0, 80),
    );
  }
  t.end();
});

t.test('days that are excluded', (t) => {
  t.strictSame(parseExcludedDay('2026-12-25'), { year: 2026, month: 12, day: 25 });
  t.strictSame(parseExcludedDay('02-29'), { year: undefined, month: 2, day: 29 });
  for (const text of [
    '2026-02-29',
    '02-30',
    '13-01',
    '00-10',
    '12-00',
    '1-1',
    '25.12.',
    '',
    '2026-12-25T00:00',
  ]) {
    t.throws(
      () => parseExcludedDay(text),
      { code: 'CHAOS_USAGE', message: /^excluded day: expected a date/ },
      text,
    );
  }
  t.end();
});
