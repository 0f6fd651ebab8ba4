import t, { type Test } from 'tap';
import { readLogEnd } from '../../../src/node/runtime/termination-message.ts';
import { PLAIN, runtimeFor, script, specOf, textOf, until } from './support.ts';

/** How busy this process is at a stretch, in ms of processor time: while it is, it does nothing else. */
function watchTurns(t: Test) {
  let longest = 0;
  let count = 0;
  let last = process.threadCpuUsage();
  const watch = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    longest = Math.max(longest, (user + system) / 1_000);
    count += 1;
  }, 1);
  t.teardown(() => clearInterval(watch));
  return { longestMs: () => longest, count: () => count };
}

t.test('a burst of 10 MiB is all there when the container has ended', async (t) => {
  const runtime = runtimeFor(t);
  const lines = 100_000;
  const code = `const line = 'x'.repeat(99); for (let i = 0; i < ${lines}; i++) process.stdout.write(i + line + '\\n')`;
  const turns = watchTurns(t);
  await (
    await runtime.start(specOf({ command: script(code) }))
  ).ended;
  const longestMs = turns.longestMs();
  const text = await textOf(await runtime.openLog('uid-1', 'main', PLAIN));
  // Rotated once, at 10 MiB: both files are kept.
  t.equal(text.split('\n').length, lines + 1);
  t.ok(text.endsWith(`\n${lines - 1}${'x'.repeat(99)}\n`));
  t.ok(longestMs < 1000, `nothing else was held up for long: ${longestMs} ms`);
});

t.test('output without end does not take the memory nor the process', async (t) => {
  const runtime = runtimeFor(t);
  const container = await runtime.start(specOf({ command: ['yes'] }));
  // Far less than what is kept: 20 MiB, of which most are the times of such short lines.
  const some = { ...PLAIN, limitBytes: 1e5 };
  await until(async () => (await textOf(await runtime.openLog('uid-1', 'main', some))).length === 1e5);
  const before = process.memoryUsage.rss();
  const turns = watchTurns(t);
  await until(() => turns.count() > 200);
  t.ok(turns.longestMs() < 1000, `nothing else is held up for long: ${turns.longestMs()} ms`);
  t.ok(process.memoryUsage.rss() - before < 60e6);
  await container.stop(0);
});

t.test('a follower sees a line without another having to follow it', async (t) => {
  const runtime = runtimeFor(t);
  const lines = 5;
  // Says the next line only when the one before has been seen.
  const code = `process.on('SIGUSR2', () => console.log('line')); console.log('line'); setInterval(() => {}, 1e3)`;
  const container = await runtime.start(specOf({ command: script(code) }));
  let seen = '';
  const over = (async () => {
    const log = await runtime.openLog('uid-1', 'main', { ...PLAIN, follow: true });
    for await (const chunk of log ?? []) seen += String(chunk);
  })();
  for (let count = 1; count <= lines; count++) {
    await until(() => seen === 'line\n'.repeat(count));
    if (count < lines) process.kill(container.pid, 'SIGUSR2');
  }
  t.equal(seen, 'line\n'.repeat(lines));
  await container.stop(0);
  await over;
});

t.test('the end of a log stands in for a message', async (t) => {
  const runtime = runtimeFor(t);
  const run = async (attempt: number, command: string) => {
    await (
      await runtime.start(specOf({ attempt, command: ['sh', '-c', command] }))
    ).ended;
    return readLogEnd(runtime, 'uid-1', 'main');
  };
  t.equal(await run(0, 'true'), '');
  t.equal(await run(1, 'seq 100'), `${Array.from({ length: 80 }, (_, index) => index + 21).join('\n')}\n`);
  const long = await run(2, 'printf %3000s | sed "s/ /ä/g"');
  t.equal(Buffer.byteLength(long), 2048);
  t.equal(long, 'ä'.repeat(1024));
  const odd = await run(3, 'printf %3000s | sed "s/ /ä/g"; echo');
  t.equal(odd, `${'ä'.repeat(1023)}\n`, 'no half character');
  t.equal(await readLogEnd(runtime, 'nosuch', 'main'), '');
});
