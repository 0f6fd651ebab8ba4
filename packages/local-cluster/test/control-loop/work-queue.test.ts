import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { systemClock } from '@pod-contagion/api-server/objects';
import { createWorkQueue } from '../../src/control-loop/work-queue.ts';

t.test('keys that call each other for ever leave others their turn', async (t) => {
  let count = 0;
  const queue = createWorkQueue(
    systemClock,
    (key) => {
      count++;
      queue.add(key === 'a' ? 'b' : 'a');
    },
    () => {},
  );
  queue.add('a');
  // Who waits looks by a timer, and a timer comes only when the event loop does.
  await until('a second reconciliation', () => count > 1);
  queue.close();
  t.ok(count > 1, `${count} reconciliations`);
});

t.test('a key that waits is not added again, one that fails is tried again', async (t) => {
  const seen: string[] = [];
  const failures: unknown[] = [];
  await new Promise<void>((resolve) => {
    const queue = createWorkQueue(
      systemClock,
      (key) => {
        seen.push(key);
        if (key === 'bad' && seen.filter((each) => each === 'bad').length === 1) throw new Error('once');
        if (key === 'bad') resolve();
      },
      (key, error) => failures.push(key, String(error)),
    );
    for (const key of ['a', 'a', 'bad', 'b']) queue.add(key);
  });
  t.strictSame(seen, ['a', 'bad', 'b', 'bad']);
  t.strictSame(failures, ['bad', 'Error: once']);
});
