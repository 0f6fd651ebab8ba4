import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { missing } from '../../../../../scripts/testing/needs.ts';
import { openKubeconfigFile, shellQuoted } from '../../../src/host/credentials/kubeconfig-file.ts';
import { formatKubeconfig, readMark } from '../../../src/host/credentials/kubeconfig.ts';
import { processIdentity } from '../../../src/host/state/identity.ts';

const dead = { pid: process.pid, identity: 'of another time' };
const textOf = (clusterId: string, owner = dead) =>
  formatKubeconfig({ url: 'https://127.0.0.1:6443', ca: 'CA\n', token: 'T', mark: { clusterId, owner } });

t.test('a kubeconfig tells whose it is', async (t) => {
  t.same(readMark(textOf('c1')), { clusterId: 'c1', owner: dead });
  const others = [
    '',
    'x',
    '[]',
    '{',
    'clusters: []',
    'clusters: [{name: a, cluster: {server: x}}]',
    'a: !!x y',
  ];
  for (const text of others) t.equal(readMark(text), undefined, text);
  const mixed = textOf('c1').replace('clusters:\n', 'clusters:\n  - name: mine\n    cluster: {server: x}\n');
  t.equal(readMark(mixed), undefined, 'another cluster has been added');
  fc.assert(fc.property(fc.string(), (text) => readMark(text) === undefined));
});

t.test('kubectl keeps the mark when it rewrites the file', { skip: missing('kubectl') }, async (t) => {
  const file = path.join(t.testdir({ config: textOf('c1') }), 'config');
  const kubectl = (...args: string[]) =>
    execFileSync('kubectl', ['--kubeconfig', file, 'config', ...args]).toString();
  kubectl('set-context', '--current', '--namespace=other');
  t.match(readFileSync(file, 'utf8'), /namespace: other/);
  t.same(readMark(readFileSync(file, 'utf8')), { clusterId: 'c1', owner: dead });
  t.equal(kubectl('current-context').trim(), 'local');
  kubectl('set-cluster', 'mine', '--server=https://example.com');
  t.equal(readMark(readFileSync(file, 'utf8')), undefined);
});

t.test('written in one step, private, removed only by its own cluster', async (t) => {
  const folder = t.testdir();
  const file = await openKubeconfigFile(path.join(folder, 'config'));
  await file.write(textOf('c1'));
  t.equal(statSync(file.path).mode & 0o777, 0o600);
  t.same(readdirSync(folder), ['config']);
  await file.remove('c2');
  t.ok(existsSync(file.path));
  await file.remove('c1');
  t.notOk(existsSync(file.path));
  await file.remove('c1');
});

t.test('what may be overwritten and what not', async (t) => {
  const folder = t.testdir({ empty: '', killed: textOf('c1'), theirs: 'clusters: []', folder: {} });
  const open = (name: string) => openKubeconfigFile(path.join(folder, name));
  for (const name of ['empty', 'killed', 'new']) t.equal((await open(name)).path, path.join(folder, name));
  await t.rejects(open('theirs'), { code: 'KUBECONFIG_NOT_OURS' });
  t.equal(readFileSync(path.join(folder, 'theirs'), 'utf8'), 'clusters: []');
  const owner = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  writeFileSync(path.join(folder, 'running'), textOf('c1', owner));
  await t.rejects(open('running'), { code: 'KUBECONFIG_IN_USE', message: new RegExp(String(process.pid)) });
  for (const name of ['folder', 'no/such/folder', 'empty/x', 'a:b']) {
    await t.rejects(open(name), { code: 'KUBECONFIG_PATH' }, name);
  }
});

t.test('a symbolic link stays one', async (t) => {
  const folder = t.testdir({ real: '' });
  const link = path.join(folder, 'link');
  symlinkSync(path.join(folder, 'real'), link);
  const file = await openKubeconfigFile(link);
  await file.write(textOf('c1'));
  t.ok(lstatSync(link).isSymbolicLink());
  t.same(readMark(readFileSync(path.join(folder, 'real'), 'utf8'))?.clusterId, 'c1');
});

t.test('a file that cannot be written is a clear error', async (t) => {
  const folder = t.testdir();
  const file = await openKubeconfigFile(path.join(folder, 'config'));
  mkdirSync(path.join(folder, 'config'));
  await t.rejects(file.write('x'), { code: 'KUBECONFIG_PATH' });
  t.same(readdirSync(folder), ['config'], 'no temporary file is left');
});

t.test('paths for a shell', async (t) => {
  t.equal(shellQuoted('/home/me/.local/state'), '/home/me/.local/state');
  const text = fc.string({
    unit: fc.constantFrom("'", '"', ' ', '$', '\\', 'a', '`', '\n', '!'),
    minLength: 1,
  });
  fc.assert(
    fc.property(
      text,
      (text) => execFileSync('sh', ['-c', `printf %s ${shellQuoted(text)}`]).toString() === text,
    ),
    { numRuns: 30 },
  );
});
