import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { bytesOf } from '../../../page/stream/recording-bytes.ts';

async function piecesOf(bytes: Uint8Array): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  // The memory of one is used for the next.
  for await (const piece of bytesOf(new Blob([bytes as Uint8Array<ArrayBuffer>])))
    pieces.push(Buffer.from(piece));
  return pieces;
}

const TEXT = 'ein Schnupfen – 🤧\n'.repeat(40_000);

t.test('bytes are the same, compressed or not, in a few large pieces', async (t) => {
  for (const bytes of [Buffer.from(TEXT), gzipSync(TEXT)]) {
    const pieces = await piecesOf(bytes);
    t.ok(Buffer.concat(pieces).toString() === TEXT);
    t.ok(pieces.length >= 1 && pieces.length < 10, `${pieces.length} pieces`);
  }
  t.same(await piecesOf(new Uint8Array()), []);
});

t.test('what was cut off ends where it does', async (t) => {
  const text = randomBytes(500_000).toString('hex');
  const whole = gzipSync(text);
  const got = Buffer.concat(await piecesOf(whole.subarray(0, whole.length / 2))).toString();
  t.ok(text.startsWith(got));
  t.ok(got.length > text.length / 4 && got.length < text.length, `${got.length} of ${text.length}`);
});
