import t from 'tap';
import { readLogEnd } from '../../src/runtime/termination-message.ts';
import { PLAIN, runtimeFor, script, specOf, textOf, until } from './support.ts';

t.test('a burst of 10 MiB is all there when the container has ended', async (t) => {
  const runtime = runtimeFor(t);
  const lines = 100_000;
  const code = `const line = 'x'.repeat(99); for (let i = 0; i < ${lines}; i++) process.stdout.write(i + line + '\\n')`;
  let longestMs = 0;
  let lastMs = performance.now();
  const watch = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
  }, 1);
  t.teardown(() => clearInterval(watch));
  await (
    await runtime.start(specOf({ command: script(code) }))
  ).ended;
  clearInterval(watch);
  const text = await textOf(await runtime.openLog('uid-1', 'main', PLAIN));
  // Rotated once, at 10 MiB: both files are kept.
  t.equal(text.split('\n').length, lines + 1);
  t.ok(text.endsWith(`\n${lines - 1}${'x'.repeat(99)}\n`));
  t.ok(longestMs < 1000, `nothing else was held up for long: ${longestMs} ms`);
});

t.test('output without end does not take the memory nor the process', async (t) => {
  const runtime = runtimeFor(t);
  const container = await runtime.start(specOf({ command: ['yes'] }));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  let turns = 0;
  const untilMs = performance.now() + 1000;
  while (performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    turns += 1;
  }
  const { user, system } = process.cpuUsage(cpu);
  t.ok(turns > 30, `${turns} turns of 5 ms in 1000 ms`);
  t.ok(process.memoryUsage.rss() - before < 60e6);
  t.comment(`${(user + system) / 1e4} % of a core`);
  await container.stop(0);
});

t.test('a follower sees a line soon after it was written', async (t) => {
  const runtime = runtimeFor(t);
  const code = 'setInterval(() => console.log(Date.now()), 150)';
  const container = await runtime.start(specOf({ command: script(code) }));
  const delays: number[] = [];
  const over = (async () => {
    const log = await runtime.openLog('uid-1', 'main', { ...PLAIN, follow: true });
    for await (const chunk of log ?? []) delays.push(Date.now() - Number(String(chunk)));
  })();
  await until(() => delays.length === 5);
  const [fastest = 0] = delays.toSorted((a, b) => a - b);
  t.ok(fastest < 100, `${delays.join(', ')} ms`);
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
