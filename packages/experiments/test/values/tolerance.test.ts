/** Tolerances, each case as chaoslib's own `within_tolerance` answers it. */
import fc from 'fast-check';
import t from 'tap';
import type { Json } from '../../src/json.ts';
import { judge, type PureTolerance } from '../../src/values/tolerance.ts';

const CASES: readonly (readonly [tolerance: PureTolerance, output: Json, met: boolean])[] = [
  [true, true, true],
  [true, false, false],
  [true, 1, true],
  [true, { status: true }, false],
  [200, 200, true],
  [200, { status: 200, body: '' }, true],
  [200, { status: 500, body: '' }, false],
  [200, '200', false],
  [1, true, true],
  ['OK', 'OK', true],
  ['OK', { status: 'OK' }, false],
  [[4, 9], 4, true],
  [[4, 9], 9, true],
  [[4, 9], 10, false],
  [[4, 9], '5', false],
  [['a', 'c'], 'b', true],
  [[200, 204], { status: 201 }, false],
  [[200, 204], { status: 204 }, true],
  [[4, 9, 78], 78, true],
  [[4, 9, 78], 5, false],
  [{ type: 'regex', pattern: '^welcome=hello$' }, 'welcome=hello\n', true],
  [{ type: 'regex', pattern: '^welcome=hello$' }, 'welcome=hello\nmore', false],
  [{ type: 'regex', pattern: '(?i)OK' }, 'all ok', true],
  [{ type: 'regex', pattern: '(?P<word>a)(?P=word)', target: 'stdout' }, { stdout: 'baab' }, true],
  [{ type: 'regex', pattern: 'a' }, { stdout: 'a' }, false],
  [{ type: 'jsonpath', path: '$.foo.*[?(@.baz)].baz', expect: ['hello', 'bonjour'] }, FOO(), true],
  [{ type: 'jsonpath', path: '$.foo.*[?(@.baz)].baz', count: 2 }, FOO(), true],
  [{ type: 'jsonpath', path: '$.foo.*[?(@.baz)].baz', count: 1 }, FOO(), false],
  [{ type: 'jsonpath', path: 'foo[*].baz', expect: 4 }, { foo: [{ baz: 4 }] }, true],
  [{ type: 'jsonpath', path: 'foo[*].baz', expect: 4 }, { foo: [{ baz: 4 }, { baz: 4 }] }, false],
  [{ type: 'jsonpath', path: '$.a', target: 'body' }, { body: '{"a": 1}' }, true],
  [{ type: 'jsonpath', path: '$.a' }, 'no JSON', false],
  [{ type: 'range', range: [4.6, 8.9] }, 4.6, true],
  [{ type: 'range', range: [4.6, 8.9] }, '8.9', true],
  [{ type: 'range', range: [4.6, 8.9] }, 'many', false],
  [{ type: 'range', range: [0, 1], target: 'stdout' }, { stdout: ' 0.5 ' }, true],
  [{ type: 'range', range: [0, 1] }, { status: 0 }, false],
];

function FOO(): Json {
  return { foo: [{ baz: 'hello' }, { baz: 'bonjour' }] };
}

t.test('outputs that are as they should be, and others', async (t) => {
  for (const [tolerance, output, met] of CASES) {
    const judgement = judge(tolerance, output);
    t.equal(judgement.met, met, `${JSON.stringify(tolerance)} of ${JSON.stringify(output)}`);
    if (!judgement.met) t.match(judgement.why, /expected|can't be read/);
  }
});

t.test('nothing that JSON can say is too much', async () => {
  const kinds = CASES.map(([tolerance]) => tolerance);
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.jsonValue(), (tolerance, output) => {
      judge(tolerance, output as Json);
    }),
  );
});
