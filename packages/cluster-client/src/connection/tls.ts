import { isIP } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  type ConnectionOptions,
  type SecureContext,
} from 'node:tls';
import type { ClusterEntry } from '../kubeconfig/config.ts';
import { kubeconfigError } from '../errors.ts';
import type { Environment } from '../kubeconfig/files.ts';
import type { KeyPair } from '../credentials/credentials.ts';
import { trustedRoots } from './trusted-roots.ts';

/** What TLS to one server needs; asked for at each connection, as files change. */
export type TlsSource = (keyPair: KeyPair | undefined) => Promise<ConnectionOptions>;

/** Makes the options; the costly part of them is made once for each certificate. `authority` reads the cluster's. */
export function tlsSource(
  cluster: ClusterEntry,
  authority: (() => Promise<Buffer>) | undefined,
  env: Environment,
): TlsSource {
  const { insecureSkipTlsVerify, tlsServerName } = cluster;
  let made: Readonly<{ key: string; context: SecureContext }> | undefined;
  let roots: Promise<string[] | undefined> | undefined;

  async function contextFor(keyPair: KeyPair | undefined): Promise<SecureContext> {
    const own = await authority?.();
    const key = [own, keyPair?.cert, keyPair?.key].map(String).join('\n');
    if (made?.key === key) return made.context;
    if (own === undefined && !insecureSkipTlsVerify) roots ??= trustedRoots(env);
    const context = secureContext(cluster, own ?? (await roots), keyPair);
    made = { key, context };
    return context;
  }

  return async (keyPair) => ({
    secureContext: await contextFor(keyPair),
    rejectUnauthorized: !insecureSkipTlsVerify,
    ...(tlsServerName === ''
      ? {}
      : {
          // An address is no server name in TLS, but it is what the certificate has to be for.
          ...(isIP(tlsServerName) === 0 ? { servername: tlsServerName } : {}),
          checkServerIdentity: (_, certificate) => checkServerIdentity(tlsServerName, certificate),
        }),
  });
}

/**
 * As Go: TLS 1.2 at least, and whatever is trusted needs nobody above it.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
function secureContext(
  { name, file }: ClusterEntry,
  ca: Buffer | string[] | undefined,
  keyPair: KeyPair | undefined,
): SecureContext {
  const options = { minVersion: 'TLSv1.2', allowPartialTrustChain: true } as const;
  const attempt = (what: string, more: object): SecureContext => {
    try {
      return createSecureContext({ ...options, ...more });
    } catch (cause) {
      const { code = 'an error' } = cause as { code?: string };
      throw kubeconfigError(file, `cluster ${name}: expected ${what}, got ${code}`);
    }
  };
  const trusted = ca === undefined ? {} : { ca };
  if (Buffer.isBuffer(ca) && !ca.includes('-----BEGIN')) {
    throw kubeconfigError(
      file,
      `cluster ${name}: expected certificates in PEM as certificate-authority, got none`,
    );
  }
  if (ca !== undefined) attempt('certificates in PEM as certificate-authority', trusted);
  if (keyPair === undefined) return attempt('TLS', trusted);
  return attempt("the user's certificate with its key in PEM", { ...trusted, ...keyPair });
}
