import fc from 'fast-check';
import t from 'tap';
import { MAX_DEPTH, scanJson } from '../../src/schema/scan.ts';

t.test('fields that are given twice are found, with their path', async (t) => {
  const cases: readonly (readonly [string, string[]])[] = [
    ['{"a":1,"b":1}', []],
    ['{"a":1,"a":2}', ['a']],
    ['{"a":1,"a":2,"a":3}', ['a']],
    ['{"a":{"b":1},"c":{"b":1}}', []],
    ['{"a":{"b":[{"c":1},{"c":1,"d":{},"c":2}]}}', ['a.b[1].c']],
    ['[[0,{"a":[],"a":1}]]', ['[0][1].a']],
    ['{"a":"\\"a\\":1,","a\\\\":"a","b":"a"}', []],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{ "a" : 1 , "a" : 2 }', ['a']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['{"a":"x","b":["a","a"],"a":1}', ['a']],
  ];
  for (const [text, duplicates] of cases) t.same(scanJson(text).duplicates, duplicates, text);
});

t.test('what JSON.stringify writes has none', async () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const { duplicates, tooDeep } = scanJson(JSON.stringify(value));
      return duplicates.length === 0 && !tooDeep;
    }),
  );
});

t.test('a field doubled anywhere is found', async () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (object, pick) => {
      const keys = Object.keys(object);
      const key = keys[pick % keys.length] ?? '';
      const text = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(key)}:0}`;
      return scanJson(text).duplicates.length === 1;
    }),
  );
});

t.test('depth has a limit', async (t) => {
  t.equal(scanJson('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).tooDeep, false);
  t.equal(scanJson('['.repeat(MAX_DEPTH + 1) + ']'.repeat(MAX_DEPTH + 1)).tooDeep, true);
});
