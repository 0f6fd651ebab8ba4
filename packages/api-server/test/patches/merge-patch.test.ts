import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { isRecord } from '@pod-contagion/notations';
import type { JsonObject } from '../../src/patches/json-value.ts';
import { applyMergePatch } from '../../src/patches/merge-patch.ts';

t.test('the examples of RFC 7386, appendix A', async (t) => {
  const cases: readonly (readonly [unknown, unknown, unknown])[] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [original, patch, result] of cases)
    t.same(applyMergePatch(original, patch), result, JSON.stringify(patch));
});

/** The merge patch that leads from one value without nulls to another. */
function difference(from: JsonObject, to: JsonObject): JsonObject {
  const patch: JsonObject = Object.create(null) as JsonObject;
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) {
    const present = Object.hasOwn(from, key) ? from[key] : undefined;
    if (isRecord(present) && isRecord(value)) patch[key] = difference(present, value);
    else patch[key] = value;
  }
  return patch;
}

const { object } = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value: fc.oneof(fc.integer(), fc.string(), fc.array(fc.integer(), { maxLength: 2 }), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('value'), { maxKeys: 4 }),
}));

/** The same as JSON.parse makes it: with the prototype of all objects. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

t.test('what leads from one object to another, applied, gives the other', async () => {
  fc.assert(
    fc.property(object, object, (from, to) => {
      const before = JSON.stringify(from);
      const result = applyMergePatch(from, plain(difference(from, to)));
      return JSON.stringify(from) === before && isDeepStrictEqual(plain(result), plain(to));
    }),
  );
});

t.test('a patch applied twice is as good as applied once', async () => {
  fc.assert(
    fc.property(object, object, (original, patch) => {
      const once = applyMergePatch(original, patch);
      return JSON.stringify(applyMergePatch(once, patch)) === JSON.stringify(once);
    }),
  );
});
