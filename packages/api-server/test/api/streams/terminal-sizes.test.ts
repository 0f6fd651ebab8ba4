import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import { readTerminalSizes } from '../../../src/api/streams/terminal-sizes.ts';
import { MAX_TERMINAL_SIZE_BYTES } from '../../../src/machinery/limits.ts';
import type { TerminalSize } from '../../../src/api/containers.ts';

/** The sizes that are read from some chunks. */
async function read(chunks: readonly (string | Uint8Array)[]): Promise<TerminalSize[]> {
  const stream = new PassThrough();
  const sizes: TerminalSize[] = [];
  readTerminalSizes(stream, (size) => sizes.push(size));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await new Promise((resolve) => stream.once('close', resolve));
  return sizes;
}

t.test('sizes one after the other, however they are cut', async (t) => {
  const size = fc.record({
    width: fc.integer({ min: 1, max: 65_535 }),
    height: fc.integer({ min: 1, max: 65_535 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(size, { maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      async (sizes, length) => {
        const text = sizes
          .map(({ width, height }) => `${JSON.stringify({ Width: width, Height: height })}\n`)
          .join('');
        const chunks = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
        return JSON.stringify(await read(chunks)) === JSON.stringify(sizes);
      },
    ),
  );
  t.same(await read(['{"Width":0,"Height":5}{"Width":1.5,"Height":5}{}{"Width":"1","Height":1}']), []);
});

t.test('whatever else comes is no harm', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 }), async (chunks) => {
      return (await read(chunks)).length === 0;
    }),
  );
  const stream = new PassThrough();
  readTerminalSizes(stream, () => {});
  stream.write('x'.repeat(MAX_TERMINAL_SIZE_BYTES + 1));
  await new Promise((resolve) => stream.once('close', resolve));
  t.ok(stream.destroyed, 'what never ends is not kept');
});
