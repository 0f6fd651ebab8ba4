import { join } from 'node:path';
import t from 'tap';
import { openAccess, type Access } from '../../src/access/open-access.ts';
import { describeAccess } from '../../src/access/describe-access.ts';
import { accessFor, kubeconfigOf } from '../testing/ask.ts';

const SERVER = 'server: "https://127.0.0.1:6443"';
const POD = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };

t.test('what kubectl refuses, told with file and name', async (t) => {
  const cases: [text: string, message: RegExp, context?: string][] = [
    [kubeconfigOf(SERVER), /expected one of its contexts \(it\), got none$/, 'none'],
    [
      kubeconfigOf(SERVER).replace('current-context: it', 'current-context: gone'),
      /contexts \(it\), got gone$/,
    ],
    [
      kubeconfigOf(SERVER).replace('current-context: it', ''),
      /expected a current context or --context, got neither$/,
    ],
    [
      kubeconfigOf(SERVER).replace('cluster: it,', 'cluster: gone,'),
      /context it: expected one of its clusters \(it\), got gone$/,
    ],
    [kubeconfigOf(''), /cluster it: expected the address of a server, got none$/],
    [kubeconfigOf('server: "ftp://a"'), /cluster it: expected the address of a server, got another$/],
    [kubeconfigOf(`${SERVER}, certificate-authority: a, certificate-authority-data: YQ==`), /got both$/],
    [
      kubeconfigOf(`${SERVER}, insecure-skip-tls-verify: true, certificate-authority-data: YQ==`),
      /got both$/,
    ],
    [
      kubeconfigOf(`${SERVER}, certificate-authority-data: YQ==`),
      /expected certificates in PEM as certificate-authority, got none$/,
    ],
    [
      kubeconfigOf(`${SERVER}, certificate-authority: gone.pem`),
      /cluster it: expected a file as certificate-authority, got nothing there \(.*gone\.pem\)$/,
    ],
    [
      kubeconfigOf(`${SERVER}, proxy-url: "ftp://me:secret@p"`),
      /cluster it: expected an address .* as proxy-url, got another$/,
    ],
    [
      kubeconfigOf(SERVER, 'token: secret, username: me'),
      /user it: expected a token or a username and password, got both$/,
    ],
    [
      kubeconfigOf(SERVER, 'tokenFile: secret, username: me'),
      /user it: expected a token or a username and password, got both$/,
    ],
    [
      kubeconfigOf(SERVER, 'client-certificate-data: YQ=='),
      /user it: expected a client-key with the client-certificate, got none$/,
    ],
    [
      kubeconfigOf(SERVER, 'client-certificate-data: YQ==, client-key-data: YQ=='),
      /expected the user's certificate with its key in PEM, got /,
    ],
    [
      kubeconfigOf(SERVER, 'client-certificate: gone, client-key: gone'),
      /user it: expected a file as client-certificate, got nothing there/,
    ],
    [
      kubeconfigOf(SERVER, 'as-groups: [a]'),
      /user it: expected as together with as-uid, as-groups or as-user-extra, got none$/,
    ],
    [
      kubeconfigOf(SERVER, 'auth-provider: {name: gcp}'),
      /user it: expected exec instead of auth-provider gcp, which Kubernetes has removed$/,
    ],
    [kubeconfigOf(SERVER, 'exec: {command: a}'), /user it: expected an apiVersion in exec/],
    [
      kubeconfigOf(SERVER, 'exec: {apiVersion: client.authentication.k8s.io/v1}'),
      /user it: expected a command in exec, got none$/,
    ],
    [
      kubeconfigOf(SERVER, 'exec: {apiVersion: client.authentication.k8s.io/v1, command: a}'),
      /expected exec.interactiveMode Never, IfAvailable or Always, got none$/,
    ],
    [
      kubeconfigOf(
        SERVER,
        'exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: a, interactiveMode: Never}',
      ),
      /as exec.apiVersion, got client.authentication.k8s.io\/v1alpha1$/,
    ],
  ];
  for (const [index, [text, message, context]] of cases.entries()) {
    const kubeconfig = join(t.testdir({ [index]: text }), String(index));
    const error = await openAccess({ kubeconfig, context, env: {} }).catch(
      (reason: unknown) => reason as Error,
    );
    t.match(error, { code: 'CLUSTER_KUBECONFIG', message }, text);
    t.ok((error as Error).message.startsWith(`${kubeconfig}: `), text);
    t.notMatch((error as Error).message, /secret|\n/, text);
  }
});

t.test('no kubeconfig at all', async (t) => {
  const HOME = t.testdir();
  await t.rejects(openAccess({ env: { HOME } }), {
    code: 'CLUSTER_NONE',
    message: 'expected --kubeconfig, $KUBECONFIG or ~/.kube/config, got none',
  });
  await t.rejects(openAccess({ env: { HOME, KUBECONFIG: '/none/a:/none/b' } }), {
    code: 'CLUSTER_NONE',
    message: /got a KUBECONFIG of which nothing is there: \/none\/a, \/none\/b$/,
  });
});

t.test("a pod's own account, where no kubeconfig names a cluster", async (t) => {
  const root = t.testdir({
    account: { token: 'secret', namespace: 'own\n' },
    config: kubeconfigOf(SERVER),
    other: kubeconfigOf(SERVER, '', '').replace('cluster: it, user: it', 'cluster: gone, namespace: lab'),
    acting: kubeconfigOf(SERVER, 'as: joe').replace('cluster: it, user', 'cluster: gone, user'),
  });
  const accountFolder = join(root, 'account');
  const open = (env: Record<string, string>, kubeconfig?: string): Promise<Access> =>
    accessFor(t, { env: { HOME: root, ...env }, accountFolder, kubeconfig });
  const own = await open(POD);
  t.equal(describeAccess(own), "the pod's own account, server https://[fd00::1], namespace own");
  t.match(await own.headers(), { Authorization: 'Bearer secret' });
  t.match(await open({ ...POD, POD_NAMESPACE: 'told' }), { namespace: 'told' });
  t.match(await open(POD, join(root, 'other')), { context: undefined, namespace: 'lab' });
  t.match(await open(POD, join(root, 'config')), {
    context: 'it',
    server: 'https://127.0.0.1:6443',
    namespace: 'own',
  });
  t.match(await open({}, join(root, 'config')), { namespace: 'default' }, 'no pod');
  await t.rejects(open(POD, join(root, 'acting')), { code: 'CLUSTER_KUBECONFIG' });
  await t.rejects(open({}), { code: 'CLUSTER_NONE' });
});
