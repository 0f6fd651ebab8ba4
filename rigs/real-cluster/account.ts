import { writeFile } from 'node:fs/promises';
import { must, type Kubectl } from './run.ts';

/** How long the token of an account is good, in seconds. */
const TOKEN_SECONDS = 3_600;

type View = Readonly<{ clusters: readonly Readonly<{ cluster: object }>[] }>;

/** Makes a ServiceAccount without any right, and a kubeconfig by which it may be used. */
export async function makeAccount(
  kubectl: Kubectl,
  { namespace, name }: Readonly<{ namespace: string; name: string }>,
  kubeconfig: string,
): Promise<void> {
  await must(kubectl, ['create', 'serviceaccount', name, '-n', namespace]);
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: TOKEN_SECONDS },
  };
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const answer = await must(kubectl, ['create', '--raw', path, '-f', '-'], JSON.stringify(request));
  const { token } = (JSON.parse(answer) as { status: { token: string } }).status;
  const view = await must(kubectl, ['config', 'view', '--raw', '--flatten', '--minify', '-o', 'json']);
  const cluster = (JSON.parse(view) as View).clusters[0]?.cluster;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace } }],
    'current-context': 'x',
  };
  await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
}
