import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { until } from '../../../../scripts/testing/until.ts';
import type { Json } from '../../src/json.ts';
import { createProcessProvider } from '../../src/providers/process.ts';
import { wordsOf } from '../../src/providers/process-arguments.ts';
import { contextOfTest } from '../testing/context.ts';

const provider = createProcessProvider({ PATH: process.env['PATH'] ?? '', GIVEN: 'from-env' });

const run = (path: string, args: Json, more: object = {}, signal?: AbortSignal): Promise<Json> =>
  provider.run(
    { type: 'process', path, arguments: args, ...more },
    contextOfTest({ configuration: { word: 'filled', n: 3 }, secrets: {} }, signal),
  );

t.test('a program, its words and its outputs', async (t) => {
  t.same(await run('echo', ['a b', '${word}', '${n}', '', null]), {
    status: 0,
    stdout: 'a b filled 3\n',
    stderr: '',
  });
  t.same(await run('sh', ['-c', 'echo "$GIVEN"; echo wrong >&2; exit 3']), {
    status: 3,
    stdout: 'from-env\n',
    stderr: 'wrong\n',
  });
  t.match(await run('sh', ['-c', 'kill -TERM $$$$']), { status: -15 });
  t.match(await run('echo', 'one "two three"'), { stdout: 'one two three\n' });
  t.match(await run('echo', ['$HOME', '*']), { stdout: '$HOME *\n' }, 'no shell');
  await t.rejects(run('nowhere-to-be-found', []), { code: 'EXPERIMENT_ACTIVITY' });
});

t.test('words', async (t) => {
  t.same(wordsOf({ '--a': 1, '--b': 'x' }), ['--a', '1', '--b', 'x']);
  t.same(wordsOf("-c 'a | b'"), ['-c', 'a | b']);
  for (const text of ['a | b', 'a && b', 'a > b', '*.txt', 'a; b', '$(id)', '"open'])
    t.equal(typeof wordsOf(text), 'string', text);
});

/** Whether a process is no more, or but for its being waited for. */
function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

/** A process that was killed closes its files, by which the provider knows, a moment before it is gone. */
const untilGone = (pid: number, who: string): Promise<unknown> =>
  until(`${who} to be gone`, () => isGone(pid));

t.test('out of time or interrupted, it ends with all its children', { skip: missing('Linux') }, async (t) => {
  const folder = t.testdir();
  const script = 'trap "" TERM; sleep 1000 & echo $! > "$0"; wait; wait';
  const pidOf = async (file: string): Promise<number> =>
    until('the child to be there', () =>
      Promise.resolve(existsSync(file) && Number(readFileSync(file, 'utf8'))),
    );
  const late = join(folder, 'late');
  await t.rejects(run('sh', ['-c', script, late], { timeout: 0.5 }), {
    message: /took longer than 500 ms/,
  });
  await untilGone(await pidOf(late), 'the child of one that was late');
  const stopped = join(folder, 'stopped');
  const abort = new AbortController();
  const running = run('sh', ['-c', script, stopped], {}, abort.signal);
  const child = await pidOf(stopped);
  abort.abort();
  await t.rejects(running, { name: 'AbortError' });
  await untilGone(child, 'the child of one that was stopped');
  const left = join(folder, 'left');
  t.match(await run('sh', ['-c', 'sleep 1000 >/dev/null 2>&1 & echo $! > "$0"', left]), { status: 0 });
  await untilGone(await pidOf(left), 'the child that was left');
});

t.test('an output that has no end is cut, and read to its end', async (t) => {
  const { stdout } = (await run('sh', ['-c', 'yes | head -c 3000000'])) as { stdout: string };
  t.equal(stdout.length, 1024 * 1024);
});
