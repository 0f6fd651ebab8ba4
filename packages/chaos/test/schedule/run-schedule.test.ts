import t from 'tap';
import { ChaosError } from '../../src/errors.ts';
import {
  runSchedule,
  type RunScheduleOptions,
  type ScheduledAction,
  type ScheduleEnd,
  type ScheduleEvent,
} from '../../src/schedule/run-schedule.ts';
import { parseSchedule, type ScheduleOptions } from '../../src/schedule/schedule.ts';

const START_MS = Date.parse('2026-11-02T12:00:00Z');

type Clock = { ms: number };
type Done = Readonly<{ end: ScheduleEnd; events: ScheduleEvent[]; atMs: number[] }>;

/** Runs a schedule on a clock that goes as far as it is slept. */
async function run(
  schedule: ScheduleOptions,
  action: (clock: Clock, ...given: Parameters<ScheduledAction>) => number | Promise<number>,
  options: RunScheduleOptions = {},
  abort: AbortController = new AbortController(),
  dryRun?: boolean,
): Promise<Done> {
  const clock: Clock = { ms: START_MS };
  const events: ScheduleEvent[] = [];
  const atMs: number[] = [];
  const end = await runSchedule(
    parseSchedule(schedule),
    Object.assign(
      async (one: Parameters<ScheduledAction>[0], signal: AbortSignal) => {
        atMs.push(clock.ms - START_MS);
        return action(clock, one, signal);
      },
      dryRun === undefined ? {} : { dryRun },
    ),
    {
      now: () => clock.ms,
      sleep: async (ms) => void (clock.ms += ms),
      random: () => 0,
      onEvent: (event) => events.push(event),
      ...options,
    },
    abort.signal,
  );
  return { end, events, atMs };
}

const names = ({ events }: Done): string[] => events.map(({ event }) => event);

t.test('it runs every interval until its maximum', async (t) => {
  const done = await run({ intervalMs: 10_000, maxRuns: 3 }, () => 2);
  t.strictSame(done.end, { reason: 'max-runs', runs: 3, kills: 6, failures: 0 });
  t.strictSame(done.atMs, [10_000, 20_000, 30_000]);
  t.strictSame(names(done).slice(0, 4), ['waiting', 'begun', 'ended', 'waiting']);
});

t.test('the maximum of kills is told to each run', async (t) => {
  const left: number[] = [];
  const done = await run({ intervalMs: 1_000, maxKills: 5 }, (_clock, { killsLeft }) => {
    left.push(killsLeft);
    return Math.min(2, killsLeft);
  });
  t.strictSame(left, [5, 3, 1]);
  t.strictSame(done.end, { reason: 'max-kills', runs: 3, kills: 5, failures: 0 });
});

t.test('a dry run says so in all it tells, counts nothing as killed, and keeps to the maximum', async (t) => {
  const left: number[] = [];
  const act = (_clock: Clock, { killsLeft, run: number }: Parameters<ScheduledAction>[0]): number => {
    left.push(killsLeft);
    if (number === 2) throw new ChaosError('CHAOS_NO_TARGET', 'nobody');
    if (number === 3) throw new ChaosError('CHAOS_API', 'failed');
    return Math.min(2, killsLeft);
  };
  const dry = await run({ intervalMs: 1_000, maxKills: 3 }, act, {}, undefined, true);
  t.strictSame(left, [3, 1, 1, 1]);
  t.same(new Set(names(dry)), new Set(['waiting', 'begun', 'ended', 'nobody', 'failed', 'stopped']));
  for (const event of dry.events) t.equal(event.dryRun, true, event.event);
  t.strictSame(
    dry.events.filter(({ event }) => event === 'ended'),
    [
      { event: 'ended', run: 1, kills: 0, killsInAll: 0, wouldBeHit: 2, wouldBeHitInAll: 2, dryRun: true },
      { event: 'ended', run: 4, kills: 0, killsInAll: 0, wouldBeHit: 1, wouldBeHitInAll: 3, dryRun: true },
    ],
  );
  const end = { reason: 'max-kills', runs: 4, kills: 0, failures: 1, dryRun: true, wouldBeHit: 3 } as const;
  t.strictSame(dry.end, end);
  t.strictSame(dry.events.at(-1), { event: 'stopped', end, dryRun: true });

  const real = await run({ intervalMs: 1_000, maxRuns: 1 }, () => 2, {}, undefined, false);
  t.strictSame(real.events.at(-2), { event: 'ended', run: 1, kills: 2, killsInAll: 2 });
  t.notOk(real.events.some((event) => 'dryRun' in event));
});

t.test('it never overlaps itself: what is due meanwhile is left out', async (t) => {
  const done = await run({ intervalMs: 10_000, maxRuns: 3 }, (clock) => {
    clock.ms += 35_000;
    return 1;
  });
  t.strictSame(done.atMs, [10_000, 55_000, 100_000]);
  t.equal(done.events.filter(({ event }) => event === 'left-out').length, 2);
  t.match(done.events[3], { event: 'left-out', why: 'busy' });
});

t.test('a failure is told and the schedule goes on, but not for ever', async (t) => {
  let times = 0;
  const some = await run({ intervalMs: 1_000, maxRuns: 6 }, () => {
    if (++times % 3 === 0) return 1;
    throw new ChaosError('CHAOS_UNREACHABLE', 'not there');
  });
  t.strictSame(some.end, { reason: 'max-runs', runs: 6, kills: 2, failures: 4 });
  t.match(some.events[2], {
    event: 'failed',
    run: 1,
    code: 'CHAOS_UNREACHABLE',
    message: 'not there',
    consecutive: 1,
  });
  const all = await run({ intervalMs: 1_000 }, () => Promise.reject(new Error('never')));
  t.strictSame(all.end, { reason: 'failures', runs: 5, kills: 0, failures: 5 });
});

t.test('nobody there, or a budget against it, is no failure', async (t) => {
  for (const code of ['CHAOS_NO_TARGET', 'CHAOS_REFUSED'] as const) {
    const done = await run({ intervalMs: 1_000, maxRuns: 10 }, () =>
      Promise.reject(new ChaosError(code, 'x')),
    );
    t.strictSame(done.end, { reason: 'max-runs', runs: 10, kills: 0, failures: 0 });
    t.match(done.events[2], { event: 'nobody', message: 'x' });
  }
});

t.test('an abort ends the sleep, and a run is waited for', async (t) => {
  const sleeping = new AbortController();
  const slept = await run({ intervalMs: 10_000 }, () => 1, { sleep: async () => sleeping.abort() }, sleeping);
  t.match(slept, { end: { reason: 'aborted', runs: 0 }, atMs: [] });
  const running = new AbortController();
  const ran = await run(
    { intervalMs: 10_000 },
    async (_clock, _run, signal) => {
      running.abort();
      await Promise.resolve();
      return signal.aborted ? 1 : 0;
    },
    {},
    running,
  );
  t.strictSame(ran.end, { reason: 'aborted', runs: 1, kills: 1, failures: 0 });
  t.equal(ran.events.at(-1)?.event, 'stopped');
});

t.test('the real sleep is ended by an abort at once', async (t) => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  const end = await runSchedule(
    parseSchedule({ intervalMs: 2_592_000_000 }),
    async () => 1,
    {},
    abort.signal,
  );
  t.equal(end.reason, 'aborted');
});

t.test('a machine that slept over the end of the window does nothing late', async (t) => {
  const schedule = { intervalMs: 600_000, windows: ['12:00-13:00'], maxRuns: 1 };
  const slept = { first: true };
  const clock = { ms: START_MS };
  const done = await run(schedule, () => 1, {
    now: () => clock.ms,
    sleep: async (ms) => {
      clock.ms += slept.first ? 7_200_000 : ms;
      slept.first = false;
    },
  });
  t.match(done.events[1], { event: 'left-out', why: 'late' });
  t.match(done.events[2], { event: 'waiting', atMs: START_MS + 86_400_000 });
});

t.test('jitter puts off, but not out of the window', async (t) => {
  const half = await run({ intervalMs: 10_000, jitterMs: 8_000, maxRuns: 2 }, () => 1, { random: () => 0.5 });
  t.strictSame(half.atMs, [14_000, 24_000]);
  const schedule = { intervalMs: 3_000_000, jitterMs: 1_200_000, windows: ['12:00-13:00'], maxRuns: 1 };
  const late = await run(schedule, () => 1, { random: () => 0.999 });
  t.strictSame(late.atMs, [3_000_000]);
});

t.test('it ends where there is nothing more to wait for', async (t) => {
  const until = await run({ intervalMs: 10_000 }, () => 1, { untilMs: START_MS + 25_000 });
  t.match(until, { end: { reason: 'until', runs: 2 } });
  const never = await run({ cron: '0 3 * * *', windows: ['12:00-13:00'] }, () => 1);
  t.match(never, { end: { reason: 'never-again', runs: 0 } });
});
