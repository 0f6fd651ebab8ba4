import t from 'tap';
import { nextRunAfter } from '../../src/schedule/next-run.ts';
import { parseSchedule, type ScheduleOptions } from '../../src/schedule/schedule.ts';

/** The next runs after a moment, as UTC. */
function next(options: ScheduleOptions, after: string, count = 1): (string | undefined)[] {
  const schedule = parseSchedule(options);
  const found: (string | undefined)[] = [];
  let ms: number | undefined = Date.parse(after);
  for (let index = 0; index < count && ms !== undefined; index++) {
    ms = nextRunAfter(schedule, ms);
    found.push(ms === undefined ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z'));
  }
  return found;
}

const BERLIN = { timeZone: 'Europe/Berlin' };
const OFFICE = { ...BERLIN, windows: ['Mon-Fri 09:00-17:00'] };

t.test('an interval, prolonged until a window opens', (t) => {
  t.strictSame(next({ intervalMs: 600_000 }, '2026-11-02T12:00:00Z', 2), [
    '2026-11-02T12:10:00Z',
    '2026-11-02T12:20:00Z',
  ]);
  const options = { intervalMs: 3_600_000, ...OFFICE };
  t.strictSame(next(options, '2026-11-02T14:30:00Z', 2), ['2026-11-02T15:30:00Z', '2026-11-03T08:00:00Z']);
  t.strictSame(next(options, '2026-11-06T15:30:00Z'), ['2026-11-09T08:00:00Z'], 'over the weekend');
  t.strictSame(
    next({ intervalMs: 86_400_000, ...OFFICE }, '2026-11-02T20:00:00Z'),
    ['2026-11-04T08:00:00Z'],
    'an interval that would never meet the window',
  );
  t.end();
});

t.test('a cron pattern, skipped outside of the windows', (t) => {
  t.strictSame(next({ cron: '0 */6 * * *', ...OFFICE }, '2026-11-06T00:00:00Z', 2), [
    '2026-11-06T11:00:00Z',
    '2026-11-09T11:00:00Z',
  ]);
  t.strictSame(next({ cron: '*/20 * * * * *' }, '2026-11-06T00:00:01Z', 2), [
    '2026-11-06T00:00:20Z',
    '2026-11-06T00:00:40Z',
  ]);
  t.strictSame(next({ cron: '0 3 * * *', ...OFFICE }, '2026-11-06T00:00:00Z'), [undefined], 'never');
  t.strictSame(next({ cron: '0 12 29 2 *' }, '2026-11-06T00:00:00Z'), ['2028-02-29T12:00:00Z']);
  t.strictSame(
    next({ cron: '0 9 * * *', ...OFFICE }, '2026-11-06T07:59:59.999Z'),
    ['2026-11-06T08:00:00Z'],
    'the moment at which the window opens',
  );
  t.end();
});

t.test('excluded days, of one year or of each', (t) => {
  const options = { cron: '0 12 * * *', excludedDays: ['12-25', '2026-12-26'] };
  t.strictSame(next(options, '2026-12-24T12:00:00Z'), ['2026-12-27T12:00:00Z']);
  t.strictSame(next(options, '2027-12-24T12:00:00Z'), ['2027-12-26T12:00:00Z']);
  const night = { intervalMs: 60_000, windows: ['22:00-06:00'], excludedDays: ['12-25'] };
  t.strictSame(
    next(night, '2026-12-24T23:59:00Z'),
    ['2026-12-26T00:00:00Z'],
    'a night that begins the day before ends at midnight',
  );
  t.end();
});

t.test('summer time begins and ends', (t) => {
  const opens = { intervalMs: 3_600_000, ...BERLIN, windows: ['09:00-10:00'] };
  t.strictSame(next(opens, '2026-03-28T08:30:00Z', 1), ['2026-03-29T07:00:00Z']);
  t.strictSame(next(opens, '2026-10-24T07:30:00Z', 1), ['2026-10-25T08:00:00Z']);
  const lost = { cron: '30 2 * * *', ...BERLIN };
  t.strictSame(next(lost, '2026-03-28T12:00:00Z', 2), ['2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z']);
  t.strictSame(
    next(lost, '2026-10-24T12:00:00Z', 2),
    ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    'once',
  );
  const gap = { intervalMs: 60_000, ...BERLIN, windows: ['02:15-02:45'] };
  t.strictSame(next(gap, '2026-03-28T12:00:00Z'), ['2026-03-30T00:15:00Z'], 'a window that is left out');
  t.strictSame(
    next({ intervalMs: 3_600_000, timeZone: 'America/Sao_Paulo', windows: ['Sun'] }, '2018-11-03T12:00:00Z'),
    ['2018-11-04T03:00:00Z'],
    'a day without midnight begins at one',
  );
  t.end();
});
