import { stringify } from 'yaml';

/** What stands in a kubeconfig. */
export type KubeconfigContent = Readonly<{
  /** What its only cluster, user and context are called. */
  name: string;
  /** Address of the API server. */
  url: string;
  /** PEM. */
  ca: string;
  token: string;
  /** What else is kept with the cluster, by the name of each extension. */
  extensions?: Readonly<Record<string, unknown>> | undefined;
}>;

/** Writes the text of a kubeconfig with one context. Source: client-go/tools/clientcmd/api/v1/types.go. */
export function formatKubeconfig({ name, url, ca, token, extensions = {} }: KubeconfigContent): string {
  const kept = Object.entries(extensions).map(([of, extension]) => ({ name: of, extension }));
  const cluster = {
    server: url,
    'certificate-authority-data': Buffer.from(ca).toString('base64'),
    ...(kept.length === 0 ? {} : { extensions: kept }),
  };
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
      clusters: [{ name, cluster }],
      users: [{ name, user: { token } }],
      preferences: {},
    },
    { lineWidth: 0 },
  );
}
