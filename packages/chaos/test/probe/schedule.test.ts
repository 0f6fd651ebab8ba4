import fc from 'fast-check';
import t from 'tap';
import { createSchedule, MAX_CATCH_UP_MS } from '../../src/probe/schedule.ts';

t.test('one at a time, then one at each interval', async (t) => {
  const schedule = createSchedule({ intervalMs: 100 });
  t.same(schedule(0), { send: 1, late: 0, nextAtMs: 100 });
  t.same(schedule(99.9), { send: 0, late: 0, nextAtMs: 100 });
  t.same(schedule(130), { send: 1, late: 0, nextAtMs: 200 });
  t.same(schedule(450), { send: 3, late: 0, nextAtMs: 500 });
});

t.test('ends by count or by duration', async (t) => {
  t.same(createSchedule({ intervalMs: 100, count: 2 })(1_000), { send: 2, late: 0, nextAtMs: undefined });
  const schedule = createSchedule({ intervalMs: 100, durationMs: 1_000 });
  t.match(schedule(899), { send: 9, nextAtMs: 900 });
  t.match(schedule(5_000), { send: 1, nextAtMs: undefined });
  t.match(createSchedule({ intervalMs: 100, durationMs: 1_000, count: 3 })(5_000), { send: 3 });
});

t.test('what is long past is not sent all at once', async (t) => {
  const schedule = createSchedule({ intervalMs: 100 });
  t.match(schedule(0), { send: 1 });
  t.same(schedule(60_000), { send: MAX_CATCH_UP_MS / 100, late: 590, nextAtMs: 60_100 });
  t.same(createSchedule({ intervalMs: 5_000 })(20_000), { send: 1, late: 4, nextAtMs: 25_000 });
});

t.test('never drifts, whenever it is asked', async (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 100_000, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 50_000, noNaN: true }), { minLength: 1, maxLength: 100 }),
      (intervalMs, pausesMs) => {
        const schedule = createSchedule({ intervalMs });
        let nowMs = 0;
        let taken = 0;
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          const { send, late, nextAtMs } = schedule(nowMs);
          taken += send + late;
          if (taken !== Math.floor(nowMs / intervalMs) + 1 || nextAtMs !== taken * intervalMs) return false;
        }
        return true;
      },
    ),
  );
  t.pass('held');
});
