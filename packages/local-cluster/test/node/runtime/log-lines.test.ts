import fc from 'fast-check';
import t from 'tap';
import { processorMsOf } from '../../../../../scripts/testing/processor-time.ts';
import { MAX_LOG_LINE_BYTES } from '../../../src/node/runtime/limits.ts';
import { createLogFormat } from '../../../src/node/runtime/log-format.ts';
import { createLineEncoder, PREFIX_BYTES, stamp } from '../../../src/node/runtime/log-lines.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12, 0, 0, 7);

function encode(chunks: readonly Buffer[]): Buffer {
  const encoder = createLineEncoder('stdout');
  return Buffer.concat([...chunks.map((chunk) => encoder.push(chunk, NOW_MS)), encoder.end(NOW_MS)]);
}

t.test('lines as they stand in a file', async (t) => {
  t.equal(stamp(NOW_MS), '2026-11-21T12:00:00.007000000Z');
  const at = '2026-11-21T12:00:00.007000000Z';
  t.equal(
    encode([Buffer.from('a\n\nb'), Buffer.from('c\nd')]).toString(),
    `${at} stdout F a\n${at} stdout F \n${at} stdout F bc\n${at} stdout P d\n`,
  );
  t.equal(createLineEncoder('stderr').push(Buffer.from('\n'), 0).length, PREFIX_BYTES + 1);
});

t.test('a line too long comes in parts, in the order of its bytes', async (t) => {
  const long = 'x'.repeat(MAX_LOG_LINE_BYTES);
  const tagsOf = (text: string) =>
    encode([Buffer.from(text)])
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => `${line[PREFIX_BYTES - 2]}${line.length - PREFIX_BYTES}`);
  t.same(tagsOf(`${long}\n`), [`F${MAX_LOG_LINE_BYTES}`]);
  t.same(tagsOf(`${long}y\n`), [`P${MAX_LOG_LINE_BYTES}`, 'F1']);
  t.same(tagsOf(`${long}${long}y`), [`P${MAX_LOG_LINE_BYTES}`, `P${MAX_LOG_LINE_BYTES}`, 'P1']);
});

/** Output with lines of all lengths, cut into chunks anywhere, also through a character. */
const OUTPUT = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom('', 'ä', '\0', 'a b'), fc.string()),
        fc.nat(3).map((scale) => [1, 7, 300, 9000][scale] ?? 1),
        fc.constantFrom('\n', '\n', '\r\n', ''),
      ),
      { maxLength: 12 },
    ),
    fc.array(fc.nat({ max: 20_000 }), { maxLength: 30 }),
  )
  .map(([lines, sizes]) => {
    const bytes = Buffer.from(lines.map(([text, times, end]) => text.repeat(times) + end).join(''));
    const chunks: Buffer[] = [];
    let from = 0;
    for (const size of sizes) {
      chunks.push(bytes.subarray(from, from + size));
      from += size;
    }
    chunks.push(bytes.subarray(from));
    return { bytes, chunks };
  });

t.test('whatever is written can be read again, byte for byte', async () => {
  fc.assert(
    fc.property(OUTPUT, ({ bytes, chunks }) => {
      const file = encode(chunks);
      const lines = file.toString('latin1').split('\n').slice(0, -1);
      const text = createLogFormat({ follow: false, previous: false, timestamps: false }, 0).push(file);
      return (
        text.equals(bytes) &&
        lines.every((line) => line.length <= PREFIX_BYTES + MAX_LOG_LINE_BYTES) &&
        lines.every((line) => line.startsWith('2026-11-21T12:00:00.007000000Z stdout '))
      );
    }),
    { numRuns: 200 },
  );
});

t.test('one byte at a time is not slow', async (t) => {
  const encoder = createLineEncoder('stdout');
  const byte = Buffer.from('x');
  const spentMs = await processorMsOf(() => {
    for (let count = 0; count < 50_000; count++) encoder.push(byte, NOW_MS);
  });
  t.ok(spentMs < 2000, `${spentMs} ms`);
});
