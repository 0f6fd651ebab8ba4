import t from 'tap';
import { createBatches } from '../../src/network/batches.ts';

t.test('items that come together are worked off together, up to a limit', async (t) => {
  const seen: number[][] = [];
  const batches = createBatches<number>(3, async (items) => {
    seen.push([...items]);
    await new Promise((resolve) => setImmediate(resolve));
  });
  await Promise.all([1, 2, 3, 4].map((item) => batches.add(item)));
  t.same(seen, [[1, 2, 3], [4]]);
  const first = batches.add(5);
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([first, batches.add(6), batches.add(7)]);
  t.same(seen.slice(2), [[5], [6, 7]]);
});

t.test('one that fails does not take the others with it', async (t) => {
  const batches = createBatches<string>(10, async (items) => {
    await new Promise((resolve) => setImmediate(resolve));
    if (items.includes('bad')) throw new Error(`not ${items.join()}`);
  });
  const results = await Promise.allSettled(['a', 'bad', 'b'].map((item) => batches.add(item)));
  t.same(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  t.match(results[1], { reason: { message: 'not bad' } });
});
