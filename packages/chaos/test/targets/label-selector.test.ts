import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { matchesLabels } from '@pod-contagion/notations';
import { parseSelector } from '../../src/targets/label-selector.ts';

const LABELS = { app: 'podder', role: 'a', 'example.com/size': '12', empty: '' };

t.test('selectors that kubectl takes, and whether they match', (t) => {
  const cases: [string, boolean][] = [
    ['', true],
    ['  ', true],
    ['app=podder', true],
    ['app==podder', true],
    [' app = podder , role = a ', true],
    ['app=web', false],
    ['app!=web', true],
    ['app!=podder', false],
    ['nothing!=podder', true],
    ['app', true],
    ['nothing', false],
    ['!app', false],
    ['! nothing', true],
    ['role in (a, b)', true],
    ['role in(b,c)', false],
    ['role notin (b,c)', true],
    ['role notin (a)', false],
    ['nothing notin (a)', true],
    ['empty=', true],
    ['app=', false],
    ['empty in ()', true],
    ['empty in (,a)', true],
    ['example.com/size>11', true],
    ['example.com/size > 12', false],
    ['example.com/size<13,app', true],
    ['app>1', false],
    ['in in (x)', false],
    ['toString', false],
  ];
  for (const [text, expected] of cases) {
    t.equal(matchesLabels(parseSelector(text), LABELS), expected, text);
  }
  t.equal(matchesLabels(parseSelector('!a'), undefined), true);
  t.equal(matchesLabels(parseSelector('a'), undefined), false);
  t.end();
});

t.test('what is malformed is named', (t) => {
  const cases: [string, string][] = [
    ['app=podder,', 'expected a key, got the end'],
    [',app', 'expected a key, got ","'],
    ['app=a=b', 'expected a comma or the end, got "="'],
    ['app a', 'expected =, ==, !=, in, notin, >, < or a comma, got "a"'],
    ['app in a', 'expected values in brackets, got "a"'],
    ['app in (a', 'expected a comma or a closing bracket, got the end'],
    ['app in (a b)', 'expected a comma or a closing bracket, got "b"'],
    ['app=-a', `expected a label's value, got "-a"`],
    [`app=${'a'.repeat(64)}`, `expected a label's value`],
    ['-app', `expected a label's key, got "-app"`],
    ['A/b/c', `expected a label's key, got "A/b/c"`],
    ['size>x', 'expected a whole number behind >, got "x"'],
    ['size>', 'expected a whole number, got the end'],
    ['!', 'expected a key, got the end'],
    ['(a)', 'expected a key, got "("'],
  ];
  for (const [text, message] of cases) {
    t.throws(
      () => parseSelector(text),
      { code: 'CHAOS_USAGE', message: new RegExp(escape(message)) },
      `${text}: ${message}`,
    );
  }
  t.end();
});

t.test('annotations may hold what labels may not', (t) => {
  const values = { 'example.com/note': 'https://a.b/c?d', long: 'x'.repeat(100) };
  const matches = (text: string): boolean => matchesLabels(parseSelector(text, 'annotation'), values);
  t.ok(matches('example.com/note in (https://a.b/c?d)'));
  t.ok(matches(`long=${'x'.repeat(100)}`));
  t.throws(() => parseSelector('a b', 'annotation'), { message: /^annotation selector "a b"/ });
  t.end();
});

t.test('what is written out of requirements is read back', (t) => {
  const PLAIN = { noNullPrototype: true } as const;
  const word = fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,10}[A-Za-z0-9])?$/);
  const requirement = fc.oneof(
    fc.record(
      { key: word, operator: fc.constantFrom('in', 'notin'), values: fc.array(word, { minLength: 1 }) },
      PLAIN,
    ),
    fc.record({ key: word, operator: fc.constantFrom('exists', '!'), values: fc.constant([]) }, PLAIN),
    fc.record(
      { key: word, operator: fc.constantFrom('>', '<'), values: fc.tuple(fc.integer().map(String)) },
      PLAIN,
    ),
  );
  const written = ({
    key,
    operator,
    values,
  }: {
    key: string;
    operator: string;
    values: readonly string[];
  }): string =>
    operator === 'exists'
      ? key
      : operator === '!'
        ? `!${key}`
        : operator.length === 1
          ? `${key}${operator}${values[0]}`
          : `${key} ${operator} (${values.join(',')})`;
  fc.assert(
    fc.property(fc.array(requirement, { minLength: 1, maxLength: 4 }), (all) => {
      deepStrictEqual(parseSelector(all.map(written).join(', ')), all);
    }),
  );
  t.end();
});

t.test('no text makes it fail but by CHAOS_USAGE', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab=!,()<> in-/.1'.split('')) }), (text) => {
      try {
        parseSelector(text);
      } catch (error) {
        t.match(error, { code: 'CHAOS_USAGE' });
      }
    }),
  );
  t.end();
});

function escape(text: string): string {
  return text.replaceAll(/[()!|.>]/g, String.raw`\$&`);
}
