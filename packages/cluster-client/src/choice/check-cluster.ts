import type { ClusterEntry } from '../kubeconfig/config.ts';
import { kubeconfigError, type ClusterClientError } from '../errors.ts';
import { parseProxyUrl } from '../address/proxy.ts';

/**
 * What kubectl would refuse of a cluster (client-go, validateClusterInfo and TLSConfigFor).
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
export function checkCluster(cluster: ClusterEntry): void {
  const { certificateAuthority, certificateAuthorityData, insecureSkipTlsVerify, proxyUrl } = cluster;
  const hasFile = certificateAuthority !== '';
  const hasData = certificateAuthorityData !== undefined;
  if (hasFile && hasData) {
    throw wrong(cluster, 'certificate-authority or certificate-authority-data, got both');
  }
  if (insecureSkipTlsVerify && (hasFile || hasData) && cluster.server.startsWith('https:')) {
    throw wrong(cluster, 'a certificate authority or insecure-skip-tls-verify, got both');
  }
  if (proxyUrl === '') return;
  const scheme = parseProxyUrl(proxyUrl)?.scheme;
  if (scheme === undefined || scheme === 'socks5h') {
    throw wrong(cluster, 'an address with http://, https:// or socks5:// as proxy-url, got another');
  }
}

function wrong({ file, name }: ClusterEntry, expected: string): ClusterClientError {
  return kubeconfigError(file, `cluster ${name}: expected ${expected}`);
}
