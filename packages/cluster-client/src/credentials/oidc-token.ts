import { ClusterClientError, kubeconfigError } from '../errors.ts';
import type { UserEntry } from '../kubeconfig/config.ts';
import type { Credentials } from './credentials.ts';

/**
 * What an `auth-provider` gives. Of the kinds that there were, kubectl has only `oidc` left; its token is taken as
 * long as it is valid. Renewing it would have to rewrite the kubeconfig, which is left to kubectl.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG for all other kinds
 */
export function providerCredentials(
  { name: user, file, authProvider }: UserEntry,
  now: () => number = Date.now,
): Credentials {
  const kind = authProvider?.name ?? '';
  if (kind !== 'oidc') {
    throw kubeconfigError(
      file,
      `user ${user}: expected exec instead of auth-provider ${kind}, which Kubernetes has removed`,
    );
  }
  const token = authProvider?.config.get('id-token') ?? '';
  return {
    async get() {
      if (expiryOf(token) > now()) return { authorization: `Bearer ${token}`, keyPair: undefined };
      throw new ClusterClientError(
        'CLUSTER_CREDENTIALS',
        `${file}: user ${user}: expected a valid id-token of auth-provider oidc, got none; any kubectl command renews it`,
      );
    },
    refused: async () => false,
  };
}

/** When a JSON Web Token is over, in milliseconds since 1970; 0 for what is none. */
function expiryOf(token: string): number {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as unknown;
    const { exp } = (claims ?? {}) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1_000 : 0;
  } catch {
    return 0;
  }
}
