import fc from 'fast-check';
import t from 'tap';
import { matchesFields, parseFieldSelector } from '../../src/machinery/field-selector.ts';
import { SelectorError } from '@pod-contagion/notations';

t.test('any value can be asked for when it is escaped', async (t) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.boolean(), (value, other, negated) => {
      const escaped = value.replaceAll(/[\\,=]/g, (character) => `\\${character}`);
      const requirements = parseFieldSelector(
        `metadata.name${negated ? '!=' : '='}${escaped},spec.nodeName=`,
      );
      const fields = { 'metadata.name': other, 'spec.nodeName': '' };
      return (
        requirements.length === 2 &&
        requirements[0]?.value === value &&
        matchesFields(requirements, fields) === ((value === other) !== negated)
      );
    }),
  );
  t.pass('held');
});

t.test('both ways of writing equality, none at all, and absent fields', async (t) => {
  t.same(parseFieldSelector(''), []);
  t.same(parseFieldSelector('a==b'), [{ field: 'a', value: 'b', negated: false }]);
  t.ok(matchesFields(parseFieldSelector('status.phase!=Running'), {}));
  t.ok(matchesFields(parseFieldSelector('spec.nodeName='), {}));
});

t.test('what has no operator, or a bare equals sign in its value, is refused', async (t) => {
  for (const text of ['a', '=b', 'a=b=c', 'a=b,c', 'a=\\x']) {
    t.throws(() => parseFieldSelector(text), SelectorError, text);
  }
});
