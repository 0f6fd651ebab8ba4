import fc from 'fast-check';
import t from 'tap';
import { xmlText } from '../src/xml-text.ts';
import { elementsOf, parseXml } from '../../../scripts/testing/xml.ts';

/** Texts and attributes as a parser of XML gives them; in attributes it makes blanks of tabs and ends of lines. */
function read(texts: readonly string[]): (readonly string[])[] {
  const elements = texts.map((text) => `<a b="${text}">${text}</a>`);
  const root = parseXml(`<all>${elements.join('')}</all>`);
  return elementsOf(root, 'a').map((each) => [each.textContent, each.getAttribute('b') ?? '']);
}

/** Whether XML 1.0 has it (its production 2, Char), by the numbers. */
function isSpeakable(character: string): boolean {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

t.test('what is read is what was written, but for what XML can not hold', async (t) => {
  t.equal(xmlText('a<b & "c" > \u0007 \uD800'), 'a&lt;b &amp; &quot;c&quot; &gt; \u{FFFD} \u{FFFD}');
  fc.assert(
    // A parser is dear: many texts at once.
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 20, maxLength: 60 }), (texts) => {
      const expected = texts.map((text) => {
        const speakable = Array.from(text, (each) => (isSpeakable(each) ? each : '\u{FFFD}')).join('');
        return [speakable, speakable.replaceAll(/[\t\n]/g, ' ')];
      });
      t.equal(JSON.stringify(read(texts.map(xmlText))), JSON.stringify(expected));
    }),
    { numRuns: 4 },
  );
});
