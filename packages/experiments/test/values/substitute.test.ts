import fc from 'fast-check';
import t from 'tap';
import type { Json } from '../../src/json.ts';
import { substitute, unknownNames } from '../../src/values/substitute.ts';

const values = {
  configuration: { count: 3, on: true, name: 'web', list: [1, 'a'], none: null },
  secrets: { first: { token: 'hidden', name: 'not this' }, second: { other: 'too' } },
};

t.test('places are filled in as Python fills them', async (t) => {
  const cases: readonly (readonly [Json, Json])[] = [
    ['${count}', 3],
    ['${on}', true],
    ['${list}', [1, 'a']],
    ['${none}', null],
    ['$count', '3'],
    ['a ${count} b', 'a 3 b'],
    ['a ${on} ${none}', 'a True None'],
    ['${name}', 'web'],
    ['${token} ${other}', 'hidden too'],
    ['$$count $$', '$count $'],
    ['${nobody} $nobody ${', '${nobody} $nobody ${'],
    ['^a$', '^a$'],
    [
      { a: ['${count}', { b: '${name}' }], c: 4 },
      { a: [3, { b: 'web' }], c: 4 },
    ],
  ];
  for (const [data, expected] of cases) t.same(substitute(data, values), expected, JSON.stringify(data));
});

t.test('names that nobody knows', async (t) => {
  t.same(unknownNames({ a: ['${nobody}', '$nobody and ${count}', '$$other'] }, values), ['nobody']);
});

t.test('what has no place in it stays, and the data itself always does', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const before = JSON.stringify(data);
      const after = substitute(data as Json, { configuration: {}, secrets: {} });
      t.equal(JSON.stringify(data), before);
      if (!before.includes('$')) t.same(JSON.stringify(after), before);
    }),
    { numRuns: 50 },
  );
});
