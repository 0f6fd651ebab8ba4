import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { isAllowed, nextRunAfter } from '../../src/schedule/next-run.ts';
import { parseSchedule, type ScheduleOptions } from '../../src/schedule/schedule.ts';

/** With all manners of summer time: half an hour, at midnight, to the south, twice a year more, or none. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Pacific/Apia',
];

/** Moments near changes of clocks, so that one of two is at one. */
const CHANGES = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2018-11-04T03:00:00Z',
  '2019-02-17T02:00:00Z',
  '2026-03-28T22:00:00Z',
  '2026-02-15T02:00:00Z',
].map((text) => Date.parse(text));

const moment = fc.oneof(
  fc.integer({ min: Date.parse('2017-01-01'), max: Date.parse('2032-01-01') }),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -172_800_000, max: 7_200_000 }))
    .map(([change, offset]) => change + offset),
);

const time = fc
  .integer({ min: 0, max: 1_439 })
  .map(
    (minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
  );
const windows = fc.array(
  fc
    .tuple(fc.constantFrom('', 'Mon-Fri ', 'Sun ', 'Sat,Sun ', 'Fri-Mon '), time, time)
    .filter(([, from, to]) => from !== to && to !== '00:00')
    .map(([days, from, to]) => `${days}${from}-${to}`),
  { maxLength: 3 },
);
const days = fc.subarray(['2026-03-29', '10-25', '11-04', '03-28', '02-15']);

const cron = fc.constantFrom(
  '*/5 * * * *',
  '30 2 * * *',
  '0 0 * * *',
  '15 1 * * Sun',
  '17 */3 * * *',
  '*/30 * * * * *',
);

const places = fc.record({ timeZone: fc.constantFrom(...ZONES), windows, excludedDays: days });

/** Tries an oracle on the next run after a moment. */
function check(options: ScheduleOptions, nowMs: number, earliestMs: number): void {
  const schedule = parseSchedule(options);
  const next = nextRunAfter(schedule, nowMs);
  if (next === undefined) return;
  ok(next > nowMs, 'it is later');
  ok(isAllowed(schedule, next), 'it is allowed');
  if (options.cron !== undefined) return;
  ok(next >= earliestMs, 'the interval is not shortened');
  // Nothing in between was allowed; by the minute, as windows and changes of clocks are.
  for (
    let ms = Math.ceil(earliestMs / 60_000) * 60_000;
    ms < next && ms < earliestMs + 172_800_000;
    ms += 60_000
  ) {
    ok(!isAllowed(schedule, ms), `${new Date(ms).toISOString()} would have been allowed`);
  }
}

t.test('an interval ends at the first moment that is allowed', async () => {
  fc.assert(
    fc.property(
      places,
      moment,
      fc.integer({ min: 1_000, max: 100_000_000 }),
      (options, nowMs, intervalMs) => {
        check({ ...options, intervalMs }, nowMs, nowMs + intervalMs);
      },
    ),
    { numRuns: 150 },
  );
});

t.test('a cron pattern comes later, and only when it is allowed', async () => {
  fc.assert(
    fc.property(places, moment, cron, (options, nowMs, pattern) => {
      check({ ...options, cron: pattern }, nowMs, nowMs);
    }),
    { numRuns: 60 },
  );
});

t.test(
  'without windows a cron pattern shows what it says on clocks there, but in an hour that is left out',
  async () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), moment, (timeZone, nowMs) => {
        const schedule = parseSchedule({ cron: '30 12 * * *', timeZone });
        const next = nextRunAfter(schedule, nowMs) ?? Number.NaN;
        const shown = new Date(next).toLocaleTimeString('sv-SE', { timeZone });
        ok(shown === '12:30:00', `${timeZone} ${shown}`);
        ok(next - nowMs <= 25.5 * 3_600_000);
      }),
    );
  },
);
