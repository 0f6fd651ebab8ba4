import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { shareUnchanged } from '../../src/registry/share-unchanged.ts';

t.test('the result equals the new value, and is the old one exactly where they are equal', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (old, next) => {
      const shared = shareUnchanged(old, next);
      // JSON knows no -0.
      t.same(JSON.stringify(shared), JSON.stringify(next));
      return Object.is(shared, old) === isDeepStrictEqual(old, next) || typeof next !== 'object';
    }),
  );
});

t.test('a copy is the original again', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => Object.is(shareUnchanged(value, structuredClone(value)), value)),
  );
  t.pass('held');
});

t.test('parts that did not change are shared, neither value is changed', async (t) => {
  const old = { list: [{ a: 1 }, { b: 2 }], same: { deep: ['x'] } };
  const next = { list: [{ a: 1 }, { b: 3 }, { c: 4 }], same: { deep: ['x'] } };
  const before = structuredClone({ old, next });
  const shared = shareUnchanged<unknown>(old, next) as typeof next;
  t.equal(shared.list[0], old.list[0]);
  t.not(shared.list[1], old.list[1]);
  t.equal(shared.same, old.same);
  t.same(shared, next);
  t.same({ old, next }, before);
});

t.test('the order of keys makes no difference, a key named __proto__ is only a key', async (t) => {
  const old = { a: 1, b: 2 };
  t.equal(shareUnchanged(old, { b: 2, a: 1 }), old);
  const strange = JSON.parse('{"__proto__": {"x": 1}}') as object;
  t.equal(JSON.stringify(shareUnchanged<object>({}, strange)), '{"__proto__":{"x":1}}');
});

t.test('an item of a list is found again where others were put in or taken out before it', async (t) => {
  const address = (ip: string): object => ({ ip, targetRef: { kind: 'Pod', name: ip } });
  const old = [address('127.0.0.1'), address('127.0.0.2'), address('127.0.0.3')];
  const shorter = shareUnchanged<readonly object[]>(old, [address('127.0.0.2'), address('127.0.0.3')]);
  t.equal(shorter[0], old[1]);
  t.equal(shorter[1], old[2]);
  const longer = shareUnchanged<readonly object[]>(old, [
    address('127.0.0.0'),
    ...old.map((each) => ({ ...each })),
  ]);
  t.same(longer.slice(1), old);
  t.equal(longer[3], old[2]);
});

t.test('lists of named things keep their meaning, whatever comes and goes', async (t) => {
  const item = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), value: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(item), fc.array(item), (old, next) => {
      t.same(shareUnchanged<unknown>(old, next), next);
    }),
  );
});
