import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { BadRecording, recordingLines } from '../../../page/stream/recording-lines.ts';

const HEAD = '{"podContagionRecording":1,"startedAt":5}\n';
const FRAMES = Array.from({ length: 500 }, (_, n) => `${JSON.stringify({ frame: { n, t: n } })}\n`).join('');

async function read(bytes: string | Uint8Array<ArrayBuffer>): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of recordingLines(new Blob([bytes]))) lines.push(line);
  return lines;
}

t.test('as it is, and compressed', async (t) => {
  const plain = await read(HEAD + FRAMES);
  t.equal(plain.length, 501);
  t.same(plain.at(-1), { frame: { n: 499, t: 499 } });
  t.same(await read(new Uint8Array(gzipSync(HEAD + FRAMES))), plain);
});

t.test('one that was cut off gives its whole lines', async (t) => {
  const whole = new Uint8Array(gzipSync(HEAD + FRAMES));
  const lines = await read(whole.slice(0, Math.floor(whole.length * 0.7)));
  t.ok(lines.length > 1 && lines.length < 501, `${lines.length} lines`);
});

t.test('what is none is refused by its line', async (t) => {
  await t.rejects(read(''), { message: /empty/ });
  await t.rejects(read('<html>\n'), { line: 1, message: /line 1: expected JSON, got "<html>"/ });
  await t.rejects(read('{"a":1}\n'), { line: 1, message: /podContagionRecording/ });
  await t.rejects(read(`${HEAD}${FRAMES}oops\n`), { message: /^line 502: / });
  await t.rejects(read(new Uint8Array([0x1f, 0x8b, 1, 2, 3])), { message: /^line 1: / });
});

t.test('any bytes are read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await read(new Uint8Array(bytes)).catch((error: unknown) => {
        if (!(error instanceof BadRecording)) throw error;
      });
    }),
    { numRuns: 50 },
  );
});
