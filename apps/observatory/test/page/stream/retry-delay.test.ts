import t from 'tap';
import { retryDelayMs } from '../../../page/stream/retry-delay.ts';

const middle = (): number => 0.5;

t.test('brisk at first, so that a restart is seen within three seconds', async (t) => {
  t.same(
    [0, 1, 2, 9].map((attempt) => retryDelayMs(attempt, 1_000 * attempt, middle)),
    [1_000, 1_500, 1_500, 1_500],
  );
  t.ok(retryDelayMs(9, 29_000, () => 1) < 2_000);
});

t.test('half a minute at most, and never all at once', async (t) => {
  t.equal(retryDelayMs(20, 60_000, middle), 6_000);
  t.equal(retryDelayMs(99, 86_400_000, middle), 30_000);
  t.not(
    retryDelayMs(20, 60_000, () => 0.1),
    retryDelayMs(20, 60_000, () => 0.9),
  );
});
