import type { ServerUrl } from '../../address/server-url.ts';
import type { ClusterEntry } from '../../kubeconfig/config.ts';

/** The cluster as it is told to a plug-in. */
export type ToldCluster = Readonly<Record<string, unknown>>;

/** What a plug-in is told of the cluster where its user says `provideClusterInfo`; empty fields are left out. */
export function toldCluster(
  cluster: ClusterEntry,
  server: ServerUrl,
  authority: Buffer | undefined,
): ToldCluster {
  const { tlsServerName, insecureSkipTlsVerify, proxyUrl, disableCompression, pluginConfig } = cluster;
  return {
    server: server.prefix === '' ? cluster.server : server.origin + new URL(cluster.server).pathname,
    ...(tlsServerName === '' ? {} : { 'tls-server-name': tlsServerName }),
    ...(insecureSkipTlsVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(authority === undefined ? {} : { 'certificate-authority-data': authority.toString('base64') }),
    ...(proxyUrl === '' ? {} : { 'proxy-url': proxyUrl }),
    ...(disableCompression ? { 'disable-compression': true } : {}),
    // The only one that is there as null.
    config: pluginConfig ?? null,
  };
}

/** The text of KUBERNETES_EXEC_INFO. */
export function questionText(
  apiVersion: string,
  cluster: ToldCluster | undefined,
  interactive: boolean,
): string {
  const spec = { ...(cluster === undefined ? {} : { cluster }), interactive };
  return JSON.stringify({ kind: 'ExecCredential', apiVersion, spec });
}
