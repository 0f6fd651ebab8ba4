import t from 'tap';
import { trimMemory } from '../../src/up/trim-memory.ts';

t.test('memory is given back again and again, until it is stopped', async (t) => {
  // The timer of trimMemory does not keep a process alive.
  const alive = setInterval(() => {}, 1_000);
  t.teardown(() => clearInterval(alive));
  let times = 0;
  let stop = (): void => {};
  await new Promise<void>((resolve) => {
    stop = trimMemory(async ({ type, flavor }) => {
      t.same([type, flavor], ['major', 'last-resort']);
      times += 1;
      if (times === 2) resolve();
    }, 5);
  });
  stop();
  const before = times;
  await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(times, before);
});

t.test('without --expose-gc it does nothing', async (t) => {
  t.equal(trimMemory(undefined)(), undefined);
});
