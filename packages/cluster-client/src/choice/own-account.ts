import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hostInUrl } from '../address/server-url.ts';
import { nobody, type ClusterEntry, type UserEntry } from '../kubeconfig/config.ts';
import type { Environment } from '../kubeconfig/files.ts';

/** Where Kubernetes puts a pod's account. */
export const ACCOUNT_FOLDER: string = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster of the pod that this runs in, and its account there. */
export type OwnAccount = Readonly<{ cluster: ClusterEntry; user: UserEntry; namespace: string }>;

/** The pod's own account; undefined where this is no pod, or it has none (client-go, inClusterClientConfig). */
export async function ownAccount(env: Environment, folder: string): Promise<OwnAccount | undefined> {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'] ?? '', env['KUBERNETES_SERVICE_PORT'] ?? ''];
  const tokenFile = join(folder, 'token');
  if (host === '' || port === '' || !(await isFile(tokenFile))) return undefined;
  const authority = join(folder, 'ca.crt');
  const name = "the pod's own account";
  return {
    cluster: {
      name,
      file: folder,
      server: `https://${hostInUrl(host)}:${port}`,
      tlsServerName: '',
      insecureSkipTlsVerify: false,
      certificateAuthority: (await isFile(authority)) ? authority : '',
      certificateAuthorityData: undefined,
      proxyUrl: '',
      disableCompression: false,
      pluginConfig: undefined,
    },
    user: { ...nobody(name, folder), tokenFile },
    namespace: env['POD_NAMESPACE'] || (await namespaceIn(folder)) || 'default',
  };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function namespaceIn(folder: string): Promise<string> {
  return readFile(join(folder, 'namespace'), 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}
