import fc from 'fast-check';
import t from 'tap';
import { isIndex, own, pointerTokens, sameValue, setField } from '@pod-contagion/notations';

t.test('names that every object has are names like any other', async (t) => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    t.equal(own({}, name), undefined, name);
    const object: Record<string, unknown> = {};
    setField(object, name, 1);
    t.equal(own(object, name), 1, name);
    t.same(Object.keys(object), [name]);
    t.notOk(sameValue(object, {}));
    t.notOk(sameValue({ [`${name}s`]: 1 }, object));
  }
  t.equal(own(undefined, 'a'), undefined);
  t.equal(own(null, 'a'), undefined);
});

t.test('a value is the same as its copy, in whatever order, and as no other', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const copy: unknown = JSON.parse(JSON.stringify(one));
      return sameValue(one, copy) && sameValue(one, other) === sameValue(other, one);
    }),
  );
  t.ok(sameValue({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }));
  t.notOk(sameValue([], {}), 'a list is no object');
  t.notOk(sameValue({ a: undefined }, { b: undefined }));
  t.notOk(sameValue([1, 2], [2, 1]));
});

t.test('pointers', async (t) => {
  t.same(pointerTokens(''), []);
  t.same(pointerTokens('/'), ['']);
  t.same(pointerTokens('/a~1b/m~0n/~01'), ['a/b', 'm~n', '~1']);
  t.equal(pointerTokens('a/b'), undefined);
  t.same(['0', '10', '01', '-1', '-', '1e1', ''].map(isIndex), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
