import t from 'tap';
import { compilePythonPattern } from '../../src/values/python-pattern.ts';

t.test('patterns of Python', async (t) => {
  const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['^a$', 'a\n', true],
    ['^a$', 'a\nb', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['\\Aa\\Z', 'a', true],
    ['\\Aa\\Z', 'a\n', false],
    ['(?P<x>b)', 'b', true],
    ['[$]', '$', true],
    ['[]a]+', ']a]', true],
    ['[^]]', ']', false],
    ['a\\$', 'a$', true],
    ['(?is)A.B', 'a\nb', true],
    ['\\d+-\\w', '12-a', true],
  ];
  for (const [pattern, text, matches] of cases) {
    const compiled = compilePythonPattern(pattern);
    t.equal(
      typeof compiled !== 'string' && compiled.test(text),
      matches,
      `${pattern} in ${JSON.stringify(text)}`,
    );
  }
});

t.test('what can not be said here', async (t) => {
  for (const pattern of ['(', '(?x)a b', '(?(1)a|b)', '['])
    t.equal(typeof compilePythonPattern(pattern), 'string', pattern);
});
