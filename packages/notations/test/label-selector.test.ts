import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../scripts/testing/processor-time.ts';
import {
  formatLabelSelector,
  matchesLabels,
  parseLabelSelector,
  requirementsOf,
  SelectorError,
  type LabelRequirement,
} from '../src/index.ts';

const key = fc.constantFrom('app', 'role', 'pod-contagion.dev/strain', 'a.b/c_d');
const value = fc.constantFrom('', 'a', 'podder', 'x.y-z', 'B2');
const labels = fc.dictionary(key, value);
const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('exists' as const, '!' as const), values: fc.constant([]) }),
  fc.record({
    key,
    operator: fc.constantFrom('in' as const, 'notin' as const),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
  }),
);

t.test('what is written is read again, with the same meaning', async (t) => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 4 }), labels, (requirements, labels) => {
      const again = parseLabelSelector(formatLabelSelector(requirements));
      return matchesLabels(again, labels) === matchesLabels(requirements, labels);
    }),
  );
  t.pass('held');
});

t.test('all the ways kubectl writes a selector', async (t) => {
  const cases: [string, Record<string, string>, boolean][] = [
    ['', {}, true],
    ['app=podder', { app: 'podder' }, true],
    ['app==podder', { app: 'podder' }, true],
    ['app = podder , role != starter', { app: 'podder' }, true],
    ['app!=podder', {}, true],
    ['app!=podder', { app: 'podder' }, false],
    ['app in (a, podder)', { app: 'podder' }, true],
    ['app in (a,podder),role notin (x)', { app: 'podder', role: 'x' }, false],
    ['app notin (a)', {}, true],
    ['app', { app: '' }, true],
    ['!app', { app: '' }, false],
    ['! app', {}, true],
    ['app=', { app: '' }, true],
    ['app=', {}, false],
    ['app in (,a)', { app: '' }, true],
    ['app in ()', { app: '' }, true],
    ['size>3', { size: '4' }, true],
    ['size > -3,size<+3', { size: '0' }, true],
    ['size<3', { size: '3' }, false],
    ['size>3', { size: 'many' }, false],
    ['size>3', {}, false],
    ['size>9223372036854775806', { size: '9223372036854775807' }, true],
    ['size>3', { size: '9223372036854775808' }, false],
    ['in=notin', { in: 'notin' }, true],
    // What every JavaScript object has is no label of it.
    ['constructor', {}, false],
    ['!toString', {}, true],
    ['hasOwnProperty!=x', {}, true],
    ['constructor=a', { constructor: 'a' }, true],
  ];
  for (const [selector, labels, expected] of cases) {
    t.equal(
      matchesLabels(parseLabelSelector(selector), labels),
      expected,
      `${selector} ${JSON.stringify(labels)}`,
    );
  }
});

t.test('malformed selectors are refused', async (t) => {
  const texts = [
    ',',
    'a=b,',
    '=b',
    'a in',
    'a in b',
    'a in (b',
    'a b',
    'a=b=c',
    '-a',
    'a=!',
    'a in (b c)',
    '!',
    'a/b/c',
    'A.b/c',
    'a..b/c',
    'a>b',
    'a>9223372036854775808',
    `${'a'.repeat(254)}/b`,
  ];
  for (const text of texts) t.throws(() => parseLabelSelector(text), SelectorError, text);
});

t.test('a long malformed selector is refused quickly', async (t) => {
  const spentMs = await processorMsOf(() => {
    t.throws(() => parseLabelSelector(`${'a.'.repeat(50_000)}!`), SelectorError);
    t.throws(() => parseLabelSelector(`a in (${'b,'.repeat(50_000)}`), SelectorError);
  });
  t.ok(spentMs < 1000, `${spentMs} ms`);
});

t.test('the selector of a Deployment', async (t) => {
  const requirements = requirementsOf({
    matchLabels: { app: 'podder' },
    matchExpressions: [
      { key: 'role', operator: 'In', values: ['generic', 'starter'] },
      { key: 'sick', operator: 'DoesNotExist' },
    ],
  });
  t.ok(matchesLabels(requirements, { app: 'podder', role: 'starter' }));
  t.notOk(matchesLabels(requirements, { app: 'podder', role: 'starter', sick: '' }));
  t.notOk(matchesLabels(requirements, { app: 'podder' }));
  t.equal(formatLabelSelector(requirements), 'app=podder,role in (generic,starter),!sick');
  t.ok(matchesLabels(requirementsOf({}), { any: 'thing' }));
});
