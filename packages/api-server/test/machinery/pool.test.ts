import fc from 'fast-check';
import t from 'tap';
import {
  createAddressPool,
  createNodePortPool,
  createNumberPool,
  staticCount,
} from '../../src/machinery/pool.ts';

const sequential = (first: number, last: number) =>
  createNumberPool({ first, last, order: { kind: 'sequential' }, range: 'test' });

t.test('a sequential pool gives a number again only after all the others', async (t) => {
  const pool = sequential(1, 4);
  t.equal(pool.allocate(), 1);
  t.equal(pool.allocate(), 2);
  pool.release(1);
  t.equal(pool.allocate(), 3);
  t.equal(pool.reserve(4), 'ok');
  t.equal(pool.allocate(), 1);
  t.equal(pool.allocate(), undefined);
  pool.release(3);
  t.equal(pool.allocate(), 3);
});

t.test('reserve says what is the matter', async (t) => {
  const pool = createAddressPool(sequential(10 * 2 ** 24 + 1, 10 * 2 ** 24 + 9));
  t.equal(pool.reserve('10.0.0.1'), 'ok');
  t.equal(pool.reserve('10.0.0.1'), 'taken');
  t.equal(pool.allocate(), '10.0.0.2');
  for (const outside of ['10.0.0.0', '10.0.0.10', '', 'x', '::1']) {
    t.equal(pool.reserve(outside), 'outside', outside);
  }
  pool.release('10.0.0.1');
  t.equal(pool.reserve('10.0.0.1'), 'ok');
  pool.release('x');
});

t.test('no pool gives what is taken, and each gives all it has', async () => {
  const order = fc.constantFrom(
    { kind: 'sequential' } as const,
    { kind: 'random', random: Math.random, staticCount: 4 } as const,
    { kind: 'random', random: () => 0.999_999, staticCount: 0 } as const,
    { kind: 'random', random: () => 0, staticCount: 99 } as const,
  );
  const steps = fc.array(fc.oneof(fc.constant('allocate' as const), fc.integer({ min: 1, max: 20 })), {
    maxLength: 100,
  });
  fc.assert(
    fc.property(order, steps, (order, steps) => {
      const pool = createNumberPool({ first: 1, last: 20, order, range: 'test' });
      const taken = new Set<number>();
      for (const step of steps) {
        if (step === 'allocate') {
          const value = pool.allocate();
          if (value === undefined) {
            if (taken.size < 20) return false;
          } else {
            if (taken.has(value) || value < 1 || value > 20) return false;
            taken.add(value);
          }
        } else if (taken.delete(step)) pool.release(step);
        else {
          if (pool.reserve(step) !== 'ok') return false;
          taken.add(step);
        }
      }
      return true;
    }),
  );
});

t.test('a random pool keeps its first numbers for who asks for one', async (t) => {
  const order = { kind: 'random', random: Math.random, staticCount: 16 } as const;
  const pool = createNumberPool({ first: 0, last: 255, order, range: 'test' });
  for (let count = 0; count < 240; count++) t.ok((pool.allocate() ?? 0) >= 16);
  t.ok((pool.allocate() ?? 16) < 16);
});

t.test('node ports', async (t) => {
  const pool = createNodePortPool(() => 0);
  t.equal(pool.range, '30000-32767');
  t.equal(pool.allocate(), 30_086);
  t.equal(pool.reserve(30_000), 'ok');
  t.equal(pool.reserve(29_999), 'outside');
  t.equal(staticCount(2 ** 16, 16, 256), 256);
  t.equal(staticCount(16, 16, 256), 0);
});
