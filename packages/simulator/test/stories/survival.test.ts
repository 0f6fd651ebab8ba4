import t from 'tap';
import { survivalOf } from '../../src/stories/survival.ts';

/** Runs of which the first ended at these times, and so many others did not. */
function runs(extinct: readonly number[], alive: number): { extinctAtMs: number | undefined }[] {
  const others = Array.from({ length: alive }, () => ({ extinctAtMs: undefined }));
  return [...extinct.map((extinctAtMs) => ({ extinctAtMs })), ...others];
}

t.test("shares with the interval by Wilson's formula", async (t) => {
  // 15 of 50 by hand: z^2 / n = 0.076829, centre (0.3 + 0.038415) / 1.076829, half 1.96 / 1.076829 x sqrt((0.21 + 0.019207) / 50).
  const { share, alive } = survivalOf(
    runs(
      Array.from({ length: 35 }, () => 1),
      15,
    ),
  );
  t.equal(alive, 15);
  t.equal(share.value, 0.3);
  t.equal(share.low.toFixed(3), '0.191');
  t.equal(share.high.toFixed(3), '0.438');
  // At 0 and n the limits are exact; the other end is z^2 / (n + z^2).
  const far = 3.841_458_820_694_124 / (300 + 3.841_458_820_694_124);
  const none = survivalOf(
    runs(
      Array.from({ length: 300 }, () => 1),
      0,
    ),
  ).share;
  const all = survivalOf(runs([], 300)).share;
  t.equal(none.low, 0);
  t.equal(all.high, 1);
  t.ok(Math.abs(none.high - far) < 1e-12 && Math.abs(1 - all.low - far) < 1e-12);
});

t.test('when the others died', async (t) => {
  t.equal(survivalOf(runs([], 3)).extinct, undefined);
  t.same(survivalOf(runs([900, 20, 100], 1)).extinct, { medianMs: 100, leastMs: 20, mostMs: 900 });
  t.same(survivalOf(runs([30, 10], 0)).extinct, { medianMs: 20, leastMs: 10, mostMs: 30 });
});
