import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { builtInImages } from '../../src/images/built-in.ts';

const STAMP = { node: process.version, platform: process.platform, arch: process.arch };
const APPS = { apps: { generic: { 'package.json': '{}' } } };
const GENERIC = 'pod-contagion:generic';

t.test('from the quickest that was built and is of this Node.js', async (t) => {
  const command = (dist: Record<string, string>): readonly string[] | undefined => {
    const root = t.testdir({ ...APPS, dist });
    const images = builtInImages(root);
    t.same(Object.keys(images), [GENERIC, 'pod-contagion:starter']);
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

t.test('those of this repository start', async (t) => {
  for (const [name, { command, env }] of Object.entries(builtInImages())) {
    const [program = '', ...args] = command;
    const { stdout } = await promisify(execFile)(program, [...args, '-help'], {
      env: { ...env, PATH: process.env['PATH'] },
    });
    t.match(stdout, `${name.split(':')[1]}`, name);
  }
});
