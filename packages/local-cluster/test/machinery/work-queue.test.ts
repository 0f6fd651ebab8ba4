import t from 'tap';
import { systemClock } from '../../src/machinery/clock.ts';
import { createWorkQueue } from '../../src/machinery/work-queue.ts';

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
  // A timer comes only when the event loop does.
  await new Promise<void>((resolve) => void systemClock.schedule(30, resolve));
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
