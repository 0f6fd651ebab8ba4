import t from 'tap';
import { createLimiter, type Release } from '../../../src/node/kubelet/limiter.ts';

t.test('so many at once, the others in order, what is urgent first', async (t) => {
  const limiter = createLimiter(2);
  const order: string[] = [];
  const releases: Release[] = [];
  const take = async (name: string, isUrgent = false): Promise<void> => {
    releases.push(await limiter.acquire(isUrgent));
    order.push(name);
  };
  const all = [take('a'), take('b'), take('c'), take('d'), take('urgent', true)];
  await Promise.all(all.slice(0, 2));
  t.same(order, ['a', 'b']);
  releases[0]?.();
  releases[0]?.();
  await new Promise(setImmediate);
  t.same(order, ['a', 'b', 'urgent'], 'a place is given back once only');
  releases[1]?.();
  releases[2]?.();
  await Promise.all(all);
  t.same(order, ['a', 'b', 'urgent', 'c', 'd']);
});
