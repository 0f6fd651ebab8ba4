import fc from 'fast-check';
import t from 'tap';
import { firstWords, printable } from '../../src/answers/printable.ts';

t.test('nothing moves a terminal', async (t) => {
  t.equal(printable(' a\n\tb\u001B[31mc\u009Bd\u202Ee\0'), 'a b\\u{1b}[31mc\\u{9b}d\\u{202e}e\\u{0}');
  t.equal(printable('Grüße, 世界 🎉'), 'Grüße, 世界 🎉');
  fc.assert(
    fc.property(
      fc.array(fc.nat(0x10_ff_ff)).map((points) => String.fromCodePoint(...points)),
      (text) => !/[\p{C}\n\r]/u.test(printable(text)),
    ),
  );
});

t.test('the first words', async (t) => {
  t.equal(firstWords('  '), 'nothing');
  t.equal(firstWords('short'), '"short"');
  t.equal(firstWords('🎉'.repeat(200)), `"${'🎉'.repeat(80)}…"`);
});
