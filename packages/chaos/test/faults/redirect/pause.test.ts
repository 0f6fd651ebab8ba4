import t from 'tap';
import { pause } from '../../../src/faults/redirect/pause.ts';

t.test('a pause is over when it is, or when somebody says so', async (t) => {
  const [over, never] = [AbortSignal.abort(), new AbortController().signal];
  await pause(60_000, never, over);
  await pause(-5, never);
  const sinceMs = performance.now();
  await pause(20, never);
  t.ok(performance.now() - sinceMs >= 19);
});
