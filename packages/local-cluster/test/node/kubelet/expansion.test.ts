import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../../../scripts/testing/processor-time.ts';
import { expand, lookupIn, MAX_EXPANDED_BYTES } from '../../../src/node/kubelet/expansion.ts';

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

t.test('what becomes longer than a process can be given is refused', async (t) => {
  const long = lookupIn(new Map([['LONG', 'x'.repeat(MAX_EXPANDED_BYTES / 2)]]));
  t.equal(expand('$(LONG)$(LONG)', long).length, MAX_EXPANDED_BYTES);
  t.throws(() => expand('$(LONG)$(LONG)!', long), {
    name: 'ContainerConfigError',
    message: /^argument list too long: /,
  });
  const tookMs = await processorMsOf(() => {
    t.equal(expand('$('.repeat(60_000), long).length, 120_000, 'no bracket closes');
    t.throws(() => expand('$(LONG)'.repeat(200_000), long), { name: 'ContainerConfigError' });
  });
  t.ok(tookMs < 1_000, `${tookMs} ms`);
});
