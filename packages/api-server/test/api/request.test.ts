import t from 'tap';
import { MAX_REQUEST_BODY_BYTES } from '../../src/machinery/limits.ts';
import { createBodyReader } from '../../src/api/request.ts';

/** What t.rejects compares a refusal with. */
const refused = (code: number, details?: object): Error =>
  ({ status: { code, ...(details === undefined ? {} : { details }) } }) as unknown as Error;

async function* parts(...sizes: number[]): AsyncGenerator<Buffer> {
  for (const size of sizes) yield Buffer.alloc(size);
}

t.test('bodies have a size that all have in common', async (t) => {
  const read = createBodyReader();
  t.equal((await read(parts(10, 20))).length, 30);
  await t.rejects(read(parts(), MAX_REQUEST_BODY_BYTES + 1), refused(413));
  await t.rejects(read(parts(MAX_REQUEST_BODY_BYTES, 1)), refused(413));
});

t.test('and a size together, of those that are on their way', async (t) => {
  const read = createBodyReader(100);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const slow = (async function* () {
    yield Buffer.alloc(60);
    await held;
    yield Buffer.alloc(10);
  })();
  const first = read(slow);
  await t.rejects(read(parts(60)), refused(429, { retryAfterSeconds: 1 }));
  t.equal((await read(parts(30))).length, 30);
  release();
  t.equal((await first).length, 70);
  t.equal((await read(parts(100))).length, 100, 'what was held is let go');
});
