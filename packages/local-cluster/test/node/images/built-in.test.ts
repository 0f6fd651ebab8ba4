import { execFile } from 'node:child_process';
import { cpSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { builtInImages } from '../../../src/node/images/built-in.ts';
import { findExecutable } from '../../../src/host/executable.ts';

const STAMP = { node: process.version, platform: process.platform, arch: process.arch };
const APPS = { apps: { generic: { 'package.json': '{}' } } };
const GENERIC = 'pod-contagion:generic';
const CHAOS = 'pod-contagion:chaos';
const OBSERVATORY = 'pod-contagion:observatory';

t.test('from the quickest that was built and is of this Node.js', async (t) => {
  const command = (dist: Record<string, string>): readonly string[] | undefined => {
    const root = t.testdir({ ...APPS, dist });
    const images = builtInImages(root);
    t.same(Object.keys(images), [GENERIC, 'pod-contagion:starter', OBSERVATORY, CHAOS]);
    t.equal(images[GENERIC]?.command[0], process.execPath);
    return images[GENERIC]?.command.slice(1).map((word) => word.replace(root, ''));
  };
  const built = { 'generic.blob': '', 'generic.js': '' };
  const snapshot = ['--snapshot-blob', '/dist/generic.blob', 'podder'];
  t.same(command({ ...built, 'built.json': JSON.stringify(STAMP) }), snapshot);
  // A snapshot can only be read by the very program that made it.
  for (const other of [{ node: 'v1.0.0' }, { platform: 'aix' }, { arch: 'mips' }]) {
    t.same(command({ ...built, 'built.json': JSON.stringify({ ...STAMP, ...other }) }), ['/dist/generic.js']);
  }
  for (const broken of ['', '{', 'null', '[]']) {
    t.same(command({ ...built, 'built.json': broken }), ['/dist/generic.js']);
  }
  t.same(command(built), ['/dist/generic.js']);
  const source = ['--conditions=@pod-contagion/source', '/apps/generic/src/main.ts'];
  t.same(command({}), source);
});

t.test('podders of this repository start', async (t) => {
  for (const [name, { command, env }] of Object.entries(builtInImages())) {
    if (name === CHAOS) continue;
    const [program = '', ...args] = command;
    const { stdout } = await promisify(execFile)(
      program,
      [...args, name === OBSERVATORY ? '--help' : '-help'],
      {
        env: { ...env, PATH: process.env['PATH'] },
      },
    );
    t.match(stdout, `${name.split(':')[1]}`, name);
  }
});

/** A repository with programs of the chaos toolkit; `bundled` ones are older or newer than their source. */
function chaosRepository(t: Test, bundled?: 'older' | 'newer'): string {
  const root = t.testdir({
    apps: {
      generic: { 'package.json': '{}' },
      'chaos-agent': {
        'package.json': '{ "type": "module" }',
        src: {
          'main.ts': 'const words: string[] = process.argv.slice(2);\nconsole.log("source", ...words);\n',
        },
      },
    },
    packages: { chaos: { src: { 'deep.ts': '' } }, 'command-line': { src: {} } },
    dist: bundled === undefined ? {} : { 'built.json': '{}', 'chaos-agent': { 'main.mjs': BUNDLE } },
  });
  cpSync(PROGRAMS, join(root, 'packages/local-cluster/src/node/images/bin'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  if (bundled === undefined) return root;
  const atSeconds = Date.now() / 1_000 + (bundled === 'newer' ? 100 : -100);
  utimesSync(join(root, 'dist/built.json'), atSeconds, atSeconds);
  return root;
}

const PROGRAMS = fileURLToPath(new URL('../../../src/node/images/bin', import.meta.url));
const BUNDLE = 'console.log("bundle", ...process.argv.slice(2));';

t.test('programs of the chaos toolkit are on the PATH, from a bundle that is not stale', async (t) => {
  const run = async (root: string): Promise<string> => {
    const { env } = builtInImages(root, '/bin:/usr/bin')[CHAOS] ?? {};
    const file = findExecutable('chaos-agent', env?.['PATH'] ?? '', '/');
    const { stdout } = await promisify(execFile)(file, ['a b', '--c'], { env: { ...env } });
    return stdout;
  };
  t.equal(await run(chaosRepository(t)), 'source a b --c\n');
  t.equal(await run(chaosRepository(t, 'older')), 'source a b --c\n');
  t.equal(await run(chaosRepository(t, 'newer')), 'bundle a b --c\n');
});

t.test('the chaos toolkit runs its command line, and finds what the machine has', async (t) => {
  const root = t.testdir(APPS);
  const { command, env } = builtInImages(root, '/opt/bin')[CHAOS] ?? {};
  t.same(command, [join(root, 'packages/local-cluster/src/node/images/bin/pod-chaos')]);
  t.match(env?.['PATH'], /:\/opt\/bin:.*\/usr\/sbin:/);
});
