/** Lines for a reader that may be slow, asleep or gone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import t from 'tap';
import { OUTPUT_FLUSH_LIMIT_MS, OUTPUT_LIMIT_BYTES } from '../../../src/agent/limits.ts';
import { createOutput } from '../../../src/agent/machine/output.ts';

type Stream = Parameters<typeof createOutput>[0];

function streamOf(write: (text: string, done: (error?: Error) => void) => void): Stream {
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => write(String(chunk), done),
  });
  return stream as Stream;
}

t.test('lines are written as they are, and flushed', async (t) => {
  let text = '';
  const { write, flush } = createOutput(
    streamOf((chunk, done) => {
      text += chunk;
      setTimeout(done, 5);
    }),
  );
  write('one');
  write('two', true);
  await flush();
  t.equal(text, 'one\ntwo\n');
  await flush();
});

t.test('a stream that breaks is written to no more', async (t) => {
  let writes = 0;
  const { write, flush } = createOutput(
    streamOf((_chunk, done) => {
      writes++;
      done(new Error('EPIPE'));
    }),
  );
  write('one');
  await flush();
  write('two', true);
  await flush();
  t.equal(writes, 1);
});

t.test(
  'a reader that sleeps gets lines up to a limit, but the report in any case; it is not waited for',
  async (t) => {
    const stream = streamOf(() => {});
    const { write, flush } = createOutput(stream);
    const line = 'x'.repeat(999);
    for (let count = 0; count < 200; count++) write(line);
    t.ok(stream.writableLength >= OUTPUT_LIMIT_BYTES);
    t.ok(stream.writableLength < OUTPUT_LIMIT_BYTES + 1_001);
    const before = stream.writableLength;
    write(line, true);
    t.equal(stream.writableLength, before + 1_000);
    const begunAtMs = performance.now();
    await flush();
    t.ok(performance.now() - begunAtMs >= OUTPUT_FLUSH_LIMIT_MS - 50);
  },
);

t.test('the real standard output does not stop the process where nobody reads', async (t) => {
  const module = JSON.stringify(new URL('../../../src/agent/machine/output.ts', import.meta.url).href);
  const script = `
    const { createOutput } = await import(${module});
    const { write, flush } = createOutput(process.stdout);
    for (let count = 0; count < 1_000; count++) write('x'.repeat(999));
    await flush();
    process.exit(3);`;
  const child = spawn(
    process.execPath,
    ['--conditions=@pod-contagion/source', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  t.teardown(() => child.kill('SIGKILL'));
  t.same(await once(child, 'exit'), [3, null]);
});
