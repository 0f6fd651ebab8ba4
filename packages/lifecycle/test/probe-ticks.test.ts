import fc from 'fast-check';
import t from 'tap';
import { firstTickAtMs, nextTickAtMs } from '../src/index.ts';

t.test('only a kubelet younger than a period sleeps first; that of 1.20 always does', async (t) => {
  t.equal(firstTickAtMs(50_000, 0, 10_000, 0.5, '1.36'), 50_000);
  t.equal(firstTickAtMs(50_000, 45_000, 10_000, 0.5, '1.36'), 55_000);
  t.equal(firstTickAtMs(50_000, 40_000, 10_000, 0.5, '1.36'), 50_000, 'exactly a period old');
  t.equal(firstTickAtMs(50_000, 0, 10_000, 0.5, '1.20'), 55_000);
});

t.test('ticks keep their phase', async (t) => {
  t.equal(nextTickAtMs(300, 1000, 0), 300);
  t.equal(nextTickAtMs(300, 1000, 300), 1300);
  t.equal(nextTickAtMs(300, 1000, 1299), 1300);
  t.equal(nextTickAtMs(300, 1000, 99_000), 99_300);
});

t.test('property: the next tick lies ahead, within a period, in phase', async (t) => {
  fc.assert(
    fc.property(
      fc.nat(1e9),
      fc.integer({ min: 1000, max: 60_000 }),
      fc.nat(1e9),
      (firstMs, periodMs, laterMs) => {
        const nowMs = firstMs + laterMs;
        const tickMs = nextTickAtMs(firstMs, periodMs, nowMs);
        return tickMs > nowMs && tickMs <= nowMs + periodMs && (tickMs - firstMs) % periodMs === 0;
      },
    ),
  );
  t.pass('held');
});
