import t from 'tap';
import { CATCH_UP_MS, createLag } from '../../src/recovery/lag.ts';

t.test('times are not exact while any watch is broken, and shortly after', async (t) => {
  const lag = createLag();
  t.equal(lag.is(0), false);
  lag.broken('pods');
  lag.broken('deployments');
  t.equal(lag.is(1e9), true);
  lag.resumed('pods', 1_000);
  t.equal(lag.is(1e9), true);
  lag.resumed('deployments', 2_000);
  t.equal(lag.is(1_999 + CATCH_UP_MS), true);
  t.equal(lag.is(2_000 + CATCH_UP_MS), false);
});
