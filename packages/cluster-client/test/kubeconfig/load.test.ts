import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { kubeconfigFiles } from '../../src/kubeconfig/files.ts';
import { loadConfig } from '../../src/kubeconfig/load.ts';

t.test('which files', async (t) => {
  const of = (explicit: string | undefined, env: Record<string, string>): unknown => {
    const { files, isExplicit } = kubeconfigFiles(explicit, env);
    return [isExplicit, ...files];
  };
  t.same(of('a', { KUBECONFIG: 'b' }), [true, 'a']);
  t.same(of('', { KUBECONFIG: 'b:c::b' }), [false, 'b', 'c']);
  t.same(
    of(undefined, { KUBECONFIG: ':', HOME: '/home/me' }),
    [false],
    'a list of nothing is not looked for at home',
  );
  t.same(of(undefined, { KUBECONFIG: '', HOME: '/home/me' }), [false, '/home/me/.kube/config']);
  t.same(of(undefined, {}), [false, '.kube/config']);
});

t.test('missing files of a list are passed over; one that is named has to be there', async (t) => {
  const root = t.testdir({ a: 'current-context: a', broken: '[]', empty: '' });
  mkdirSync(join(root, 'folder'));
  const load = (isExplicit: boolean, ...names: string[]): ReturnType<typeof loadConfig> =>
    loadConfig({ files: names.map((name) => join(root, name)), isExplicit, from: '' });
  t.match(await load(false, 'none', 'empty', 'a'), {
    config: { currentContext: 'a' },
    read: [/empty$/, /a$/],
  });
  t.match(await load(false, 'none'), { config: { currentContext: '' }, read: [] });
  await t.rejects(load(true, 'none'), { message: /none: expected a kubeconfig, got nothing there$/ });
  await t.rejects(load(false, 'a', 'broken'), { code: 'CLUSTER_KUBECONFIG', message: /broken: expected/ });
  await t.rejects(load(false, 'folder', 'a'), { message: /folder: expected a kubeconfig, got a folder$/ });
});

t.test('of each name the whole entry of the first file, the first current context', async (t) => {
  const root = t.testdir({
    a: 'contexts: [{name: x, context: {cluster: a}}]\nusers: [{name: u, user: {token: a}}]',
    b: 'current-context: b\ncontexts: [{name: x, context: {cluster: b, namespace: b}}, {name: z}]\nusers: [{name: u, user: {username: b}}]',
    c: 'current-context: c',
  });
  const files = ['a', 'b', 'c'].map((name) => join(root, name));
  const { config } = await loadConfig({ files, isExplicit: false, from: '' });
  t.equal(config.currentContext, 'b');
  t.match(config.contexts.get('x'), { cluster: 'a', namespace: '', file: files[0] });
  t.match(config.contexts.get('z'), { file: files[1] });
  t.match(config.users.get('u'), { token: 'a', username: '' });
});
