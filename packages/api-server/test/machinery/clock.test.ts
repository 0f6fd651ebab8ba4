import t from 'tap';
import { apiTime, systemClock } from '../../src/machinery/clock.ts';

t.test('a time that no timer of Node can wait for', async (t) => {
  let called = false;
  const warnings: Error[] = [];
  process.on('warning', (warning) => warnings.push(warning));
  const cancel = systemClock.schedule(2_147_483_647_000, () => (called = true));
  await new Promise<void>((resolve) => void systemClock.schedule(20, resolve));
  cancel();
  t.notOk(called, 'is not at once');
  t.strictSame(warnings, []);
});

t.test('a time beyond what the API can write', async (t) => {
  t.equal(apiTime(Date.parse('2030-01-01T00:00:00.999Z')), '2030-01-01T00:00:00Z');
  t.equal(apiTime(Number.MAX_SAFE_INTEGER * 1000), '9999-12-31T23:59:59Z');
});
