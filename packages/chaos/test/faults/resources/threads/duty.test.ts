import fc from 'fast-check';
import t from 'tap';
import { BURN_DEBT_LIMIT_MS, BURN_PERIOD_MS } from '../../../../src/faults/resources/limits.ts';
import { createDuty } from '../../../../src/faults/resources/threads/duty.ts';

/** A thread that gets a share of a processor while it wants one; `shareAt` says which, period by period. */
function simulate(percent: number, periods: number, shareAt: (period: number) => number) {
  let nowMs = 0;
  let usedMs = 0;
  const duty = createDuty(percent, { usedMs: () => usedMs, nowMs: () => nowMs });
  const perPeriod: number[] = [];
  for (let period = 0; period < periods; period++) {
    const { burnUntilUsedMs, endsAtMs } = duty.next();
    const before = usedMs;
    const share = shareAt(period);
    while (usedMs < burnUntilUsedMs && nowMs < endsAtMs) {
      nowMs += 1;
      usedMs += share;
    }
    nowMs = Math.max(nowMs, endsAtMs);
    perPeriod.push(usedMs - before);
  }
  return { reached: (100 * usedMs) / nowMs, perPeriod };
}

t.test('a share of an idle processor is reached, any share', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (percent) => {
      const { reached } = simulate(percent, 50, () => 1);
      return Math.abs(reached - percent) < 1;
    }),
  );
});

t.test('where others take some of it, it takes longer in each period', async (t) => {
  const { reached } = simulate(40, 50, (period) => (period % 3 === 0 ? 0.4 : 0.9));
  t.ok(Math.abs(reached - 40) < 2, `${reached}`);
});

t.test('what it could not have is not made up for without end', async (t) => {
  const { perPeriod } = simulate(50, 60, (period) => (period < 40 ? 0 : 1));
  const after = perPeriod.slice(40);
  const more = after.filter((used) => used > BURN_PERIOD_MS / 2 + 1).length;
  t.ok(more * (BURN_PERIOD_MS / 2) <= BURN_DEBT_LIMIT_MS + BURN_PERIOD_MS, after.join(' '));
  t.ok(Math.abs((after.at(-1) ?? 0) - BURN_PERIOD_MS / 2) <= 1, 'then it is what it was');
});
