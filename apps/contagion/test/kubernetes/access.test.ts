import { join } from 'node:path';
import t from 'tap';
import { readAccess } from '../../src/kubernetes/access.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const config = (cluster: string, user: string, rest = ''): string => `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {${cluster}}}]
users: [{name: u, user: {${user}}}]
contexts:
- {name: first, context: {cluster: c, user: u}}
- {name: second, context: {cluster: c, user: u, namespace: lab}}
- {name: lost, context: {cluster: none, user: u}}
current-context: first
${rest}`;
const SERVER = 'server: "https://127.0.0.1:6443/"';

t.test('a token and inline certificates', async (t) => {
  const root = t.testdir({
    config: config(
      `${SERVER}, certificate-authority-data: ${base64('ca')}, tls-server-name: name`,
      `token: secret`,
    ),
  });
  const access = await readAccess({ kubeconfig: join(root, 'config') });
  t.same(access, {
    server: 'https://127.0.0.1:6443',
    namespace: 'default',
    tls: { ca: Buffer.from('ca'), servername: 'name' },
    headers: { authorization: 'Bearer secret' },
  });
  t.match(await readAccess({ kubeconfig: join(root, 'config'), context: 'second' }), { namespace: 'lab' });
});

t.test('files beside it, the environment, no checks', async (t) => {
  const root = t.testdir({
    config: config(
      `${SERVER}, insecure-skip-tls-verify: true`,
      'client-certificate: cert.pem, client-key: key.pem',
    ),
    'cert.pem': 'cert',
    'key.pem': 'key',
  });
  const access = await readAccess({}, { KUBECONFIG: join(root, 'config') });
  t.same(access.tls, { cert: Buffer.from('cert'), key: Buffer.from('key'), rejectUnauthorized: false });
});

t.test('what needs the client: a plug-in, several files, a password', async (t) => {
  const exec = `exec: {apiVersion: client.authentication.k8s.io/v1, command: echo, interactiveMode: Never, args: ['{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "plugged"}}']}`;
  const root = t.testdir({
    exec: config(SERVER, exec),
    password: config(
      `${SERVER}, certificate-authority-data: ${base64('ca')}`,
      'username: me, password: secret',
    ),
    users: 'apiVersion: v1\nkind: Config\nusers: [{name: other, user: {token: x}}]\n',
    token: config(SERVER, 'token: secret'),
  });
  t.match(await readAccess({ kubeconfig: join(root, 'exec') }), {
    server: 'https://127.0.0.1:6443',
    headers: { Authorization: 'Bearer plugged' },
  });
  t.match(await readAccess({ kubeconfig: join(root, 'password'), context: 'second' }), {
    namespace: 'lab',
    tls: { ca: Buffer },
    headers: { authorization: `Basic ${base64('me:secret')}` },
  });
});

t.test('what can be wrong, on one line', async (t) => {
  const root = t.testdir({
    broken: 'a: [',
    text: 'nothing',
    empty: 'apiVersion: v1\nkind: Config\n',
    lost: config(SERVER, 'token: x').replace('current-context: first', 'current-context: lost'),
    server: config('server: somewhere', 'token: x'),
    file: config(`${SERVER}, certificate-authority: none.pem`, 'token: x'),
    exec: config(
      SERVER,
      'exec: {apiVersion: client.authentication.k8s.io/v1, command: /nonexistent/plugin, interactiveMode: Never}',
    ),
    good: config(SERVER, 'token: x'),
  });
  const cases: [file: string, message: RegExp, context?: string][] = [
    ['none', /none: expected a kubeconfig, got nothing there$/],
    ['broken', /broken: expected YAML, got/],
    ['text', /text: expected a kubeconfig, got something else$/],
    ['empty', /empty: expected a current context or --context, got neither$/],
    ['lost', /lost: expected one of its clusters \(c\), got none$/],
    ['server', /server: expected the address of a server, got "somewhere"$/],
    ['file', /file: expected a file as certificate-authority, got ENOENT/],
    ['exec', /exec: expected a usable kubeconfig, got: .+/],
    ['good', /good: expected one of its contexts \(first, second, lost\), got third$/, 'third'],
  ];
  for (const [file, message, context] of cases) {
    const error = await readAccess({ kubeconfig: join(root, file), context }).catch(
      (reason: Error) => reason,
    );
    t.match(error, { code: 'CONTAGION_KUBECONFIG', exitCode: 2, message }, file);
    t.notMatch((error as Error).message, '\n', file);
  }
});
