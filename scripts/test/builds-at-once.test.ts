/** Several builds at once, and what one leaves that is killed: by the real scripts, on programs of a few lines. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { processIdentity } from '../../packages/local-cluster/src/host/state/identity.ts';
import { ENTRIES } from '../build/page.ts';
import { ROOT } from '../files.ts';
import { until } from '../testing/until.ts';

const run = promisify(execFile);

/** A command line that says which it is. */
const commandLine = (said: string): string => `console.log(${JSON.stringify(said)}, process.argv[2]);\n`;

/** A podder that notes in the file `log` whenever it is built, and is not ready before there is no file `hold`. */
const podder = (root: string, said: string): string => `
import { appendFileSync, existsSync } from 'node:fs';
import { startupSnapshot } from 'node:v8';
appendFileSync(${JSON.stringify(join(root, 'log'))}, process.pid + '\\n');
const main = () => console.log(${JSON.stringify(said)});
const goOn = () =>
  existsSync(${JSON.stringify(join(root, 'hold'))}) ? setTimeout(goOn, 10) : startupSnapshot.setDeserializeMainFunction(main);
goOn();
`;

/** A repository of the real scripts and such programs; `say` changes what they all say. */
function repository(t: Test): { root: string; say: (said: string) => void; built: () => string[] } {
  const names = ['contagion', 'pod-chaos', 'chaos-agent', 'observatory', 'generic', 'starter'];
  const root = t.testdir({
    'package.json': '{ "type": "module" }',
    'package-lock.json': '{}',
    node_modules: {},
    apps: Object.fromEntries(
      names.map((name) => [name, { src: {}, 'package.json': '{ "type": "module" }' }]),
    ),
    packages: {},
    scripts: {},
  });
  for (const path of [
    'scripts/build',
    'scripts/files.ts',
    'scripts/prepare.ts',
    'apps/contagion/bin',
    'apps/pod-chaos/bin',
    'packages/command-line/bin',
  ]) {
    cpSync(`${ROOT}${path}`, join(root, path), { recursive: true });
  }
  makePage(join(root, 'apps/observatory/page'));
  const log = join(root, 'log');
  return {
    root,
    say: (said) => {
      for (const name of names) {
        const text = name === 'generic' ? podder(root, said) : name === 'starter' ? '' : commandLine(said);
        writeFileSync(join(root, 'apps', name, 'src', 'main.ts'), text);
      }
    },
    built: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}

/** The files that a page is built from, with next to nothing in them. */
function makePage(folder: string): void {
  for (const name of ['index.html', 'icon.svg']) {
    cpSync(`${ROOT}apps/observatory/page/${name}`, join(folder, name));
  }
  for (const { in: source } of ENTRIES) {
    const path = join(folder, relative(`${ROOT}apps/observatory/page`, source));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
}

/** All that a build is to have in dist. */
const WHOLE =
  /^(?:built\.json|lock|package\.json|(?:generic|starter)\.(?:js|blob)|(?:contagion|pod-chaos|chaos-agent|observatory)(?:\/[\w-]+\.mjs)?|page(?:\/[\w-]+\.(?:js|css|html|svg))?)$/;

function leftovers(root: string): string[] {
  const names = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => !WHOLE.test(name));
}

t.test('of four that find a source changed one builds, and all are of what it built', async (t) => {
  const { root, say, built } = repository(t);
  const start = async (app: string): Promise<string> => {
    const { stdout, stderr } = await run(process.execPath, [join(root, `apps/${app}/bin/${app}.js`), 'x']);
    return stdout + stderr;
  };
  say('old');
  t.equal(await start('contagion'), 'old x\n');
  t.equal(built().length, 1);
  say('new');
  const said = await Promise.all(['contagion', 'pod-chaos', 'contagion', 'pod-chaos'].map(start));
  t.same(said, Array(4).fill('new x\n'));
  t.equal(built().length, 2, 'one build for all');
  t.same(leftovers(root), []);
});

t.test('a build that is killed keeps nobody waiting, and what it had started spoils nothing', async (t) => {
  const { root, say, built } = repository(t);
  say('killed');
  writeFileSync(join(root, 'hold'), '');
  const prepare = [join(root, 'scripts/prepare.ts')];
  const first = spawn(process.execPath, prepare, { stdio: ['ignore', 'ignore', 'inherit'] });
  const orphan = Number(await until('a snapshot under way', () => built()[0]));
  first.kill('SIGKILL');
  await once(first, 'exit');

  say('new');
  const second = spawn(process.execPath, prepare, { stdio: ['ignore', 'ignore', 'inherit'] });
  await until('the next one', () => built()[1]);
  rmSync(join(root, 'hold'));
  t.same(await once(second, 'exit'), [0, null]);
  // Whoever has become its parent may leave its zombie for a while.
  await until('the end of the first snapshot', () => processIdentity(orphan) === undefined);
  const { stdout } = await run(process.execPath, [
    '--snapshot-blob',
    join(root, 'dist/generic.blob'),
    'podder',
  ]);
  t.equal(stdout, 'new\n');
  t.same(leftovers(root), []);
});
