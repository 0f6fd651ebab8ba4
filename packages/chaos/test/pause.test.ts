import t from 'tap';
import { pause } from '../src/pause.ts';

t.test('ends early, or at once, and never rejects', async () => {
  const over = new AbortController();
  const waiting = pause(60_000, over.signal, new AbortController().signal);
  over.abort();
  await waiting;
  await pause(60_000, over.signal);
  await pause(-5);
  await pause(1);
});
