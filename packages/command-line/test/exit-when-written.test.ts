import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import t from 'tap';

const MODULE = JSON.stringify(new URL('../src/exit-when-written.ts', import.meta.url).href);

/** A program that writes more than a pipe takes, and then ends. */
const program = (exitCode: number): string[] => [
  '--input-type=module',
  '-e',
  `import { exitWhenWritten } from ${MODULE};
process.stdout.on('error', () => {});
for (let line = 0; line < 40_000; line++) process.stdout.write('line ' + line + '\\n');
process.stderr.write('ends');
await exitWhenWritten(${exitCode});`,
];

const start = (exitCode: number) =>
  spawn(process.execPath, program(exitCode), { stdio: ['ignore', 'pipe', 'pipe'] });

t.test('a reader that is slow gets all of it', async (t) => {
  const child = start(0);
  const ended = once(child, 'close');
  // Nothing is read before it has come to its end.
  await once(child.stderr, 'data');
  const out = await text(child.stdout);
  t.ok(out.endsWith('line 39999\n'), out.slice(-40));
  t.same(await ended, [0, null]);
});

t.test('one that went away, and one that never reads, keep nobody who was told to end', async (t) => {
  for (const leaves of [true, false]) {
    const child = start(143);
    const ended = once(child, 'exit');
    await once(child.stderr, 'data');
    if (leaves) child.stdout.destroy();
    t.same(await ended, [143, null]);
    child.stdout.destroy();
  }
});
