/** What command lines begin with: on any Node.js, and on systems they do not run on. apps/contagion/test/bin has the rest. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import t from 'tap';
import { isCurrent, whyNotOn, whyNotWith } from '../../bin/needs.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** All that an old Node.js reads. */
const FOR_ANY_NODE = [
  'packages/command-line/bin/hand-over.js',
  'packages/command-line/bin/needs.js',
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
