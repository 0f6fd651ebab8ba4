import { join } from 'node:path';
import t from 'tap';
import { readAccess } from '../../src/kubernetes/access.ts';

const config = (user: string): string => `
current-context: first
clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443/"}}]
users: [{name: u, user: {${user}}}]
contexts:
- {name: first, context: {cluster: c, user: u}}
- {name: second, context: {cluster: c, user: u, namespace: lab}}
`;

t.test('a cluster, by its context', async (t) => {
  const kubeconfig = join(t.testdir({ config: config('token: secret') }), 'config');
  const first = await readAccess({ kubeconfig }, {});
  t.match(first, { context: 'first', server: 'https://127.0.0.1:6443', namespace: 'default' });
  const second = await readAccess({ context: 'second' }, { KUBECONFIG: kubeconfig });
  t.match(second, { context: 'second', namespace: 'lab' });
});

t.test('what is wrong is told as an error of this command line, on one line', async (t) => {
  const plugin =
    'exec: {apiVersion: client.authentication.k8s.io/v1, command: /nonexistent/plugin, interactiveMode: Never}';
  const root = t.testdir({ good: config('token: x'), plugin: config(plugin) });
  const cases: [file: string, message: RegExp, context?: string][] = [
    ['none', /none: expected a kubeconfig, got nothing there$/],
    ['good', /good: expected one of its contexts \(first, second\), got third$/, 'third'],
    ['plugin', /plugin: user u: plug-in \/nonexistent\/plugin: expected a program of that name, got none$/],
  ];
  for (const [file, message, context] of cases) {
    const error = await readAccess({ kubeconfig: join(root, file), context }, {}).catch(
      (reason: Error) => reason,
    );
    t.match(error, { code: 'CONTAGION_KUBECONFIG', exitCode: 2, message }, file);
    t.notMatch((error as Error).message, '\n', file);
  }
});
