import fc from 'fast-check';
import t from 'tap';
import { widthOf } from '../../src/terminal/text-width.ts';
import { wrapPhrases } from '../../src/terminal/wrap-phrases.ts';

const CAPTION = '50 podders: symptoms after 10 s, failing probes 0.5 s later, machine generic';

t.test('between phrases, and not before a unit', async (t) => {
  t.same(wrapPhrases(CAPTION, 80), [CAPTION]);
  t.same(wrapPhrases(CAPTION, 40), [
    '50 podders: symptoms after 10 s,',
    'failing probes 0.5 s later,',
    'machine generic',
  ]);
  t.same(wrapPhrases('a, machine /home/me/found.json, seed 1', 12), [
    'a,',
    'machine /hom',
    'e/me/found.j',
    'son, seed 1',
  ]);
  t.same(wrapPhrases('', 10), []);
});

t.test('nothing is lost, and no line too wide', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ä', '病', ',', ':', ' ', '5'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 40 }), (all, columns) => {
      const lines = wrapPhrases(all, columns);
      const bare = (some: string): string => some.replaceAll(' ', '');
      return bare(lines.join('')) === bare(all) && lines.every((line) => widthOf(line) <= columns);
    }),
  );
});
