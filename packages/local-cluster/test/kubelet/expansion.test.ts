import fc from 'fast-check';
import t from 'tap';
import { expand, lookupIn } from '../../src/kubelet/expansion.ts';

const lookup = lookupIn(
  new Map([
    ['A', 'a'],
    ['B', '$(A)'],
    ['EMPTY', ''],
  ]),
);

t.test('the cases of Kubernetes', async (t) => {
  const cases: readonly (readonly [text: string, expanded: string])[] = [
    ['$(A)', 'a'],
    ['x$(A)y$(A)', 'xaya'],
    ['$(B)', '$(A)'],
    ['$(EMPTY)|', '|'],
    ['$(NO)', '$(NO)'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$a'],
    ['$$$$(A)', '$$(A)'],
    ['$$', '$'],
    ['$', '$'],
    ['$A', '$A'],
    ['$(A', '$(A'],
    ['$()', '$()'],
    ['$($(A))', '$($(A))'],
    ['a$', 'a$'],
    ['\n$(A)\n', '\na\n'],
  ];
  for (const [text, expanded] of cases) t.equal(expand(text, lookup), expanded, text);
});

/** The algorithm of Kubernetes, character by character, as an oracle. */
function expandSlowly(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const [char, next] = [text[at], text[at + 1]];
    if (char !== '$' || next === undefined) out += char;
    else if (next === '$') {
      out += '$';
      at++;
    } else if (next === '(' && text.indexOf(')', at) > 0) {
      const end = text.indexOf(')', at);
      const name = text.slice(at + 2, end);
      out += lookup(name) ?? `$(${name})`;
      at = end;
    } else out += char;
  }
  return out;
}

t.test('property: the same as reading character by character', async (t) => {
  const text = fc
    .array(fc.constantFrom('$', '(', ')', 'A', 'B', 'x', '$(A)', '$$'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (made) => expand(made, lookup) === expandSlowly(made)),
    { numRuns: 2_000 },
  );
  t.pass('held');
});
