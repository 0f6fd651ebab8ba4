import fc from 'fast-check';
import t from 'tap';
import { ByteLines } from '../../src/recording/byte-lines.ts';

t.test('lines are the same, wherever their bytes are divided', async (t) => {
  const text = fc.array(fc.string({ unit: 'binary', maxLength: 12 })).map((parts) => parts.join('\n'));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 9 })), (whole, lengths) => {
      const bytes = Buffer.from(whole);
      const lines = new ByteLines();
      const got: string[] = [];
      const push = (piece: Uint8Array): void =>
        lines.push(piece, (from, begin, end) => got.push(Buffer.from(from.subarray(begin, end)).toString()));
      let at = 0;
      for (const length of lengths) {
        // Whoever reads a file may use the memory of a piece again.
        const piece = Uint8Array.from(bytes.subarray(at, at + length));
        push(piece);
        piece.fill(0);
        at += length;
      }
      push(bytes.subarray(at));
      const expected = bytes.toString().split('\n');
      const rest = expected.pop();
      t.strictSame(got, expected);
      t.equal(lines.isCut, rest !== '');
    }),
  );
});
