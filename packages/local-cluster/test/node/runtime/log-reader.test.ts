import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import t from 'tap';
import type { LogOptions } from '@pod-contagion/api-server/serving';
import { MAX_LOG_FILE_BYTES } from '../../../src/node/runtime/limits.ts';
import { createLogFile } from '../../../src/node/runtime/log-file.ts';
import { createLogFlusher } from '../../../src/node/runtime/log-flusher.ts';
import { createLineEncoder, stamp } from '../../../src/node/runtime/log-lines.ts';
import { readLog } from '../../../src/node/runtime/log-reader.ts';
import { PLAIN, textOf, until } from './support.ts';

const START_MS = Date.UTC(2026, 10, 21, 12);

/** A log in a folder, and a way to write a line at a time of one's choice. */
function logIn(folder: string) {
  const log = createLogFile(join(folder, '0.log'), createLogFlusher());
  const encoder = createLineEncoder('stdout');
  const write = (text: string, atMs = START_MS) => log.append(encoder.push(Buffer.from(text), atMs));
  const read = (options: Partial<LogOptions>, nowMs = START_MS) =>
    textOf(readLog(log, { ...PLAIN, ...options }, nowMs));
  return { log, write, read };
}

/** Reads on until the end, and gives what there is so far. */
function follow(chunks: AsyncIterable<Buffer>) {
  let text = '';
  const over = (async () => {
    for await (const chunk of chunks) text += String(chunk);
  })();
  return { text: () => text, over };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

t.test('what can be asked for', async (t) => {
  const { log, write, read } = logIn(t.testdir({}));
  for (let index = 0; index < 5; index++) write(`line ${index}\n`, START_MS + index * 1000);
  t.equal(await read({ tailLines: 2 }), 'line 3\nline 4\n');
  t.equal(await read({ tailLines: 0 }), '');
  t.equal(await read({ tailLines: 9 }), await read({}));
  t.equal(await read({ limitBytes: 9 }), 'line 0\nli');
  t.equal(await read({ timestamps: true, tailLines: 1 }), `${stamp(START_MS + 4000)} line 4\n`);
  t.equal(await read({ sinceSeconds: 3 }, START_MS + 5000), 'line 2\nline 3\nline 4\n');
  t.equal(await read({ sinceTimeMs: START_MS + 3000 }), 'line 3\nline 4\n');
  t.equal(await read({ sinceTimeMs: START_MS + 3000.5 }), 'line 4\n');
  t.equal(await read({ sinceTimeMs: START_MS, sinceSeconds: 1 }, START_MS + 5000), 'line 4\n', 'the later');
  t.equal(await read({ sinceSeconds: 1e15 }), await read({}));
  t.equal(await read({ sinceTimeMs: 1e18 }), '');
  t.equal(await read({ tailLines: 3, sinceTimeMs: START_MS + 4000, limitBytes: 4 }), 'line');
  log.close();
  t.equal(await read({ follow: true, tailLines: 1 }), 'line 4\n', 'following what has ended');
});

t.test('the same as a simple reading of the whole, whatever is asked for', async (t) => {
  const folder = t.testdir({});
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ maxLength: 20 }), fc.nat(5000)), { maxLength: 30 }),
      fc.record({
        tailLines: fc.option(fc.nat(35), { nil: undefined }),
        limitBytes: fc.option(fc.nat(300), { nil: undefined }),
        sinceTimeMs: fc.option(fc.nat(90_000), { nil: undefined }),
        timestamps: fc.boolean(),
      }),
      async (written, { sinceTimeMs, ...asked }) => {
        const { log, write, read } = logIn(folder);
        let atMs = START_MS;
        const lines = written.map(([text, laterMs]) => {
          atMs += laterMs;
          const line = `${text.replaceAll('\n', ' ')}\n`;
          write(line, atMs);
          return { atMs, line };
        });
        const since = sinceTimeMs === undefined ? undefined : START_MS + sinceTimeMs;
        const whole = lines
          .slice(asked.tailLines === undefined ? 0 : Math.max(lines.length - asked.tailLines, 0))
          .filter((line) => line.atMs >= (since ?? 0))
          .map((line) => (asked.timestamps ? `${stamp(line.atMs)} ${line.line}` : line.line))
          .join('');
        const expected = Buffer.from(whole).subarray(0, asked.limitBytes ?? Number.POSITIVE_INFINITY);
        const got = await read({ ...asked, sinceTimeMs: since });
        log.remove();
        return got === expected.toString();
      },
    ),
    { numRuns: 100 },
  );
});

t.test('following: each line soon, none twice, until the container ends', async (t) => {
  const { log, write } = logIn(t.testdir({}));
  write('before\n');
  const got: string[] = [];
  const over = (async () => {
    for await (const chunk of readLog(log, { ...PLAIN, follow: true }, START_MS)) got.push(String(chunk));
  })();
  await until(() => got.length === 1);
  for (let index = 0; index < 3; index++) {
    write(`line ${index}\n`);
    await until(() => got.length === index + 2);
  }
  write('last\n');
  log.close();
  await over;
  t.equal(got.join(''), 'before\nline 0\nline 1\nline 2\nlast\n');
});

t.test('following ends when nobody wants it any more', async (t) => {
  const { log, write } = logIn(t.testdir({}));
  const aborted = new AbortController();
  const read = follow(readLog(log, { ...PLAIN, follow: true, signal: aborted.signal }, START_MS));
  write('line\n');
  log.flush();
  await until(() => read.text() === 'line\n');
  aborted.abort();
  await read.over;

  const iterator = readLog(log, { ...PLAIN, follow: true }, START_MS)[Symbol.asyncIterator]();
  t.equal(String((await iterator.next()).value), 'line\n');
  const waiting = iterator.next();
  await iterator.return?.();
  t.same(await waiting, { value: undefined, done: true });
  t.equal(await textOf(readLog(log, { ...PLAIN, follow: true, signal: AbortSignal.abort() }, START_MS)), '');
  log.close();
});

const KIB = `${'x'.repeat(1023)}\n`;

t.test('a log is rotated, and is read across its files', async (t) => {
  const folder = t.testdir({});
  const { log, write, read } = logIn(folder);
  const perFile = Math.floor(MAX_LOG_FILE_BYTES / (1024 + 40));
  const following = readLog(log, { ...PLAIN, follow: true }, START_MS);
  let followed = 0;
  const over = (async () => {
    for await (const chunk of following) followed += chunk.length;
  })();
  for (let count = 1; count <= perFile * 1.5; count++) {
    write(KIB);
    if (count % 100 === 0) await new Promise(setImmediate);
  }
  log.flush();
  t.same(readdirSync(folder).toSorted(), ['0.log', '0.log.1']);
  t.ok(statSync(join(folder, '0.log.1')).size <= MAX_LOG_FILE_BYTES);
  const all = Math.floor(perFile * 1.5);
  t.equal((await read({})).length, all * 1024);
  t.equal((await read({ tailLines: perFile })).length, perFile * 1024);
  t.equal((await read({ tailLines: 3 })).length, 3 * 1024);
  log.close();
  await over;
  t.equal(followed, all * 1024, 'who follows misses nothing');
  log.remove();
  t.same(readdirSync(folder), []);
});

t.test('who follows slowly holds nothing up, and goes on with what is kept', async (t) => {
  const { log, write } = logIn(t.testdir({}));
  write('first\n');
  const iterator = readLog(log, { ...PLAIN, follow: true }, START_MS)[Symbol.asyncIterator]();
  t.equal(String((await iterator.next()).value), 'first\n');
  // Three files and a half; of the first one the file that is open, of the others the last two.
  const lines = Array.from({ length: 1000 }, () => KIB).join('');
  for (let count = 0; count < 36; count++) write(lines);
  write('last\n');
  log.close();
  let length = 0;
  let blocks = 0;
  let heldBytes = 0;
  let end = '';
  collect();
  const before = process.memoryUsage().arrayBuffers;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    length += next.value.length;
    end = String(next.value.subarray(-10));
    if (blocks++ % 50 !== 0) continue;
    collect();
    heldBytes = Math.max(heldBytes, process.memoryUsage().arrayBuffers - before);
  }
  t.match(end, /\nlast\n$/);
  t.ok(length > MAX_LOG_FILE_BYTES && length < 3 * MAX_LOG_FILE_BYTES, `${length} bytes`);
  // Not 64 KiB, as V8 frees buffers in the background.
  t.ok(heldBytes < length / 2, `${heldBytes} bytes are held while ${length} are read`);
  log.remove();
});

t.test('a reader whose pod is removed ends', async (t) => {
  const folder = t.testdir({});
  const { log, write, read } = logIn(folder);
  write('line\n');
  const following = follow(readLog(log, { ...PLAIN, follow: true }, START_MS));
  await until(() => following.text() === 'line\n');
  log.remove();
  await following.over;
  t.equal(following.text(), 'line\n');
  t.equal(await read({ tailLines: 5 }), '');
  rmSync(folder, { recursive: true });
  write('late\n');
  t.equal(await read({}), '');
});
