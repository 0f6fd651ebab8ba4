/** `contagion simulate --watch` as a person has it: the program on a terminal, and in a pipe. */
import t from 'tap';
import { noTerminal, onTerminal } from '../terminal/on-terminal.ts';
import { simulate } from '../simulate/run.ts';
import { COMMAND_LINE, runContagion } from '../up/run.ts';

const WATCH = `${COMMAND_LINE} simulate --watch`;
/** A run that does not end while somebody looks. */
const LASTING = ['simulate', '--watch', '--max-restart-period=1s'];
const OPEN = '\u001B[?1049h';
const LEAVE = '\u001B[?25h\u001B[?1049l';

/** What is there after the screen was left, as lines. */
function scrollback(seen: string): readonly string[] {
  return seen
    .slice(seen.lastIndexOf(LEAVE) + LEAVE.length)
    .trimEnd()
    .split('\r\n');
}

t.test('keys, the picture, the end', { skip: noTerminal }, async (t) => {
  const env = { NO_COLOR: '1' };
  const { seen, settings } = await onTerminal(`${WATCH} --seed 5`, { env }, async ({ write, until }) => {
    await until(/space pauses {2}\+ faster {2}- slower {2}q quit {2}h help/);
    write(' ');
    await until(/speed 10 {2}paused/);
    await until(/space goes on/);
    write('h');
    await until(/pause, and go on/);
    write('h-');
    await until(/speed 5 {2}paused/);
    write('\u001B[A\u001BOC+');
    await until(/speed 40 {2}paused/);
    write(' +++++');
    await until(/generation +first/);
  });
  const [caption = '', ...story] = (await simulate('--seed=5')).trimEnd().split('\n');
  t.ok(seen.startsWith(`${caption}\r\n${OPEN}`));
  t.equal(seen.split(LEAVE).length, 2, 'left once');
  const kept = scrollback(seen);
  t.match(kept[0], '░ susceptible');
  t.match(kept[1], /^extinct after \dm\d\ds {2}pods 50 {2}restarts \d+ \(most \d+\) {2}infections \d+$/);
  t.match(kept.join('\n'), /\n50 ┤/, 'the last frame stays');
  t.same(kept.slice(-story.length), story);
  t.equal(kept[kept.length - story.length - 1]?.match(/generic-\d+/)?.length, 1, 'its newest event');
  t.match(settings, /^0\r\n/);
  t.match(settings, / echo /);
  t.match(settings, /icanon /);
});

t.test('q and Ctrl-C end it, with what was there', { skip: noTerminal }, async (t) => {
  for (const [key, code] of [
    ['q', 0],
    ['\u0003', 130],
  ] as const) {
    const size = { columns: 40, rows: 15, env: { NO_COLOR: '1' } };
    const { seen, settings } = await onTerminal(
      `${COMMAND_LINE} ${LASTING.join(' ')}`,
      size,
      async ({ write, until }) => {
        await until(/generation 2|symptomatic 1/);
        write(key);
      },
    );
    const kept = scrollback(seen);
    t.ok(kept.length < 15);
    t.ok(kept.every((line) => line.length <= 40));
    t.match(kept.join('\n'), 'pods 50');
    t.notMatch(seen, 'introduced at', 'no story');
    t.match(settings, new RegExp(`^${code}\r\n`));
    t.match(settings, / echo /);
  }
});

t.test('a terminal without keys, and one without pictures', { skip: noTerminal }, async (t) => {
  const quick = '--until 30s --speed 100';
  const deaf = await onTerminal(`${WATCH} ${quick} </dev/null`);
  t.match(deaf.seen, 'Ctrl-C quits');
  t.match(deaf.seen, /alive {5}after 30 s/);
  const dumb = await onTerminal(`${WATCH} ${quick}`, { env: { TERM: 'dumb' } });
  t.match(dumb.seen, '"event":"infected"');
  t.notMatch(dumb.seen, '\u001B');
  t.match(dumb.settings, /^0\r\n/);
});

t.test('in a pipe it writes lines, and a signal or a reader that goes away ends it', async (t) => {
  const whole = runContagion(['simulate', '--watch', '--until=30s', '--speed=1000000'], t.testdir());
  t.match(await whole.ended, { code: 0, stderr: /^50 podders: .*\n(.*\n)+alive {5}after 30 s/ });
  t.match(whole.lines.at(-1), { event: 'end', reason: 'until', atMs: 30_000 });

  const ended = runContagion(LASTING, t.testdir());
  await ended.line(({ event }) => event === 'infected');
  ended.child.kill('SIGTERM');
  t.match(await ended.ended, { code: 143 });
  t.match(ended.lines.at(-1), { event: 'end', reason: 'SIGTERM' });

  const unread = runContagion(LASTING, t.testdir());
  await unread.line(({ event }) => event === 'infected');
  unread.child.stdout?.destroy();
  t.match(await unread.ended, { code: 141 });
});
