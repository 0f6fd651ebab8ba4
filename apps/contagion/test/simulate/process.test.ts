/** `contagion simulate` as users have it: a process, which is interrupted, has no room left, or lacks what draws. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { bundleCommandLine } from '../../../../scripts/build/command-line.ts';
import { ROOT } from '../../../../scripts/files.ts';
import { appCommand } from '../../../../scripts/testing/app-command.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { simulate } from './run.ts';

const [NODE = '', ...PROGRAM] = appCommand('contagion');

type Ended = Readonly<{ code: number | null; stdout: string; stderr: string }>;

async function run(
  command: readonly string[],
  onStart?: (kill: (signal: 'SIGINT') => void) => void,
): Promise<Ended> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  }
  const closed = once(child, 'close') as Promise<[number | null]>;
  onStart?.((signal) => child.kill(signal));
  const [code] = await closed;
  return { code, ...said };
}

t.test('Ctrl-C ends one run and many, and leaves neither files nor processes', async (t) => {
  for (const flags of [['--until=24h'], ['--runs=500', '--until=24h', '--threads=2', '--json']]) {
    const folder = t.testdir();
    const large = ['--replicas=20000', '--max-restart-period=1s', ...flags];
    const ended = run(
      [NODE, ...PROGRAM, 'simulate', ...large, `--series=${join(folder, 'a.csv')}`, '--step=1m'],
      (kill) => {
        void until('the file to be opened', () => readdirSync(folder).length > 0).then(() => kill('SIGINT'));
      },
    );
    t.match(await ended, { code: 130, stderr: 'contagion: ended by SIGINT; no file is written\n' });
    t.same(readdirSync(folder), []);
  }
});

t.test('a disk that is full: one line, and nothing half-written', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'a.csv');
  const words = [NODE, ...PROGRAM, 'simulate', `--series=${path}`].map((word) => `'${word}'`).join(' ');
  // A limit of the file's size is met as a full disk is.
  t.match(await run(['/bin/sh', '-c', `ulimit -f 20; exec ${words}`]), {
    code: 1,
    stderr: `contagion: ${path}: can't be written: EFBIG: file too large, write\n`,
  });
  t.same(readdirSync(folder), []);
});

t.test('the bundle says the same, and what to install where nothing is to draw with', async (t) => {
  // Outside of the repository, whose packages are found from anywhere within.
  const folder = mkdtempSync(join(tmpdir(), 'contagion-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  await bundleCommandLine(`${ROOT}apps/contagion/src/main.ts`, folder);
  const files = [`--file=${ROOT}kubernetes/services`, `--file=${ROOT}kubernetes/deployments`];
  const flags = ['--runs=120', '--symptom-delay=100s', '--until=2h', '--threads=2', ...files];
  t.same(await run([NODE, join(folder, 'main.mjs'), 'simulate', ...flags]), {
    code: 0,
    stdout: await simulate(...flags),
    stderr: '',
  });
  t.match(
    await run([NODE, join(folder, 'main.mjs'), 'simulate', ...files, '--plot', join(folder, 'a.svg')]),
    {
      code: 2,
      stdout: '',
      stderr:
        /^contagion: expected what draws to be installed, by npm install @observablehq\/plot jsdom: .*\n$/,
    },
  );
  t.notOk(readdirSync(folder).includes('a.svg'));
});
