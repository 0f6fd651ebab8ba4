/** What command lines begin with: on any Node.js, and on systems they do not run on. apps/contagion/test/bin has the rest. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import t, { type Test } from 'tap';
import { missing } from '../../../../scripts/testing/needs.ts';
import { OLD_NODE, oldNode } from '../../../../scripts/testing/old-node.ts';
import { until } from '../../../../scripts/testing/until.ts';
import { isCurrent, whyNotOn, whyNotWith } from '../../bin/needs.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** All that an old Node.js reads. */
const FOR_ANY_NODE = [
  'packages/command-line/bin/hand-over.js',
  'packages/command-line/bin/needs.js',
  'packages/command-line/bin/passed-on.js',
  'apps/contagion/bin/contagion.js',
  'apps/pod-chaos/bin/pod-chaos.js',
  'scripts/on-install.js',
];

t.test('which Node.js is new enough', async (t) => {
  for (const version of ['22.19.0', '22.20.1', '23.0.0', '26.10.0', '24.0.0-nightly']) {
    t.equal(isCurrent(version), true, version);
    t.equal(whyNotWith(version), undefined);
  }
  for (const version of ['22.18.9', '21.7.3', '20.19.0', '18.20.8', '8.17.0', '0.12.18']) {
    t.equal(isCurrent(version), false, version);
    t.equal(whyNotWith(version), `expected Node.js 22.19 or newer, got ${version}; npm install brings one`);
  }
});

t.test('which systems', async (t) => {
  for (const platform of ['linux', 'darwin', 'freebsd']) t.equal(whyNotOn(platform), undefined, platform);
  t.equal(
    whyNotOn('win32'),
    'expected Linux or macOS, got Windows: type it in WSL2 (wsl --install makes one)',
  );
});

t.test('nothing in it is newer than Node.js 12', async (t) => {
  for (const file of FOR_ANY_NODE) {
    const source = readFileSync(`${root}${file}`, 'utf8');
    const [old, present] = await Promise.all(
      ['node12.20', 'esnext'].map((target) => transform(source, { target, format: 'esm' })),
    );
    t.equal(old?.code, present?.code, `${file}: nothing has to be written differently`);
    t.notMatch(source, /from 'node:/, `${file}: no names that it does not know`);
  }
});

t.test('on Windows each ends with one line', async (t) => {
  const asWindows = `data:text/javascript,Object.defineProperty(process, 'platform', { value: 'win32' })`;
  const run = (file: string): Promise<unknown> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['--import', asWindows, `${root}${file}`, 'up'], (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, stdout, stderr });
      });
    });
  const line = 'expected Linux or macOS, got Windows: type it in WSL2 (wsl --install makes one)\n';
  t.same(await run('apps/contagion/bin/contagion.js'), { code: 1, stdout: '', stderr: `contagion: ${line}` });
  t.same(await run('apps/pod-chaos/bin/pod-chaos.js'), { code: 1, stdout: '', stderr: `pod-chaos: ${line}` });
  // npm install itself goes on: what is typed next says it again.
  t.same(await run('scripts/on-install.js'), {
    code: 0,
    stdout: '',
    stderr: `pod-contagion: nothing is built: ${line}`,
  });
});

/** Says each signal that it gets, and ends on the second SIGTERM; one word makes it compute instead of listen. */
const PROGRAM = `
const [word] = process.argv.slice(2);
let terms = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    console.log(signal);
    if (signal === 'SIGTERM' && ++terms === 2) process.exit(7);
  });
}
const busy = setInterval(() => undefined, 1_000);
if (word === 'alone') for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
console.log('here');
if (word === 'alone') for (;;);
`;

type Started = Readonly<{ pid: number; said: () => string; ended: Promise<unknown> }>;

/** Starts the program by the command line of an app, in a group of its own. */
async function startBy(
  t: Test,
  [node = '', ...flags]: readonly string[],
  ...words: string[]
): Promise<Started> {
  const folder = t.testdir({
    node_modules: { node: { bin: { node: t.fixture('symlink', process.execPath) } } },
    apps: {
      one: { bin: { 'one.js': BIN }, src: { 'main.ts': PROGRAM }, 'package.json': '{ "type": "module" }' },
    },
  });
  const argv = [...flags, join(folder, 'apps/one/bin/one.js'), ...words];
  const starter = spawn(node, argv, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid = 0 } = starter;
  t.teardown(() => {
    if (starter.exitCode === null && starter.signalCode === null) process.kill(-pid, 'SIGKILL');
  });
  let out = '';
  starter.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  await until('the program', () => out === 'here\n');
  return { pid, said: () => out.replace('here\n', ''), ended: once(starter, 'exit') };
}

const BIN = `
import { handOver } from ${JSON.stringify(new URL('../../bin/hand-over.js', import.meta.url).href)};
handOver({ bin: import.meta.url, name: 'one' });
`;

const WITHOUT_EXECVE = ['--import', 'data:text/javascript,delete process.execve'];

for (const [what, skip, starter] of [
  ['that can not become another process', false, [process.execPath, ...WITHOUT_EXECVE]],
  ['that is old', missing(OLD_NODE), [oldNode() ?? '']],
] as const) {
  t.test(`signals, on a Node.js ${what}`, { skip }, async (t) => {
    const { pid, said, ended } = await startBy(t, starter);
    process.kill(pid, 'SIGINT');
    await until('what only the starter got', () => said() === 'SIGINT\n');
    process.kill(-pid, 'SIGINT');
    await until('what both got', () => said() === 'SIGINT\nSIGINT\n');
    // Only by way of the starter, which sends in order: all before it has been told then.
    process.kill(pid, 'SIGHUP');
    await until('the next', () => said().includes('SIGHUP'));
    t.equal(said(), 'SIGINT\nSIGINT\nSIGHUP\n', 'what both got is told once');
    process.kill(-pid, 'SIGTERM');
    await until('the first', () => said().includes('SIGTERM'));
    process.kill(-pid, 'SIGTERM');
    t.same(await ended, [7, null]);
    t.equal(said(), 'SIGINT\nSIGINT\nSIGHUP\nSIGTERM\nSIGTERM\n');
  });
}

t.test('a program that computes and takes no messages gets the signal itself', async (t) => {
  const { pid, ended } = await startBy(t, [process.execPath, ...WITHOUT_EXECVE], 'alone');
  process.kill(pid, 'SIGINT');
  t.same(await ended, [null, 'SIGINT']);
});
