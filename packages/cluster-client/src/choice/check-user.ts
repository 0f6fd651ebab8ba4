import { kubeconfigError, type ClusterClientError } from '../errors.ts';
import type { PluginEntry, UserEntry } from '../kubeconfig/config.ts';

/** Forms of the question and the answer of a credential plug-in. */
export const PLUGIN_API_VERSIONS: readonly string[] = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
];

/** When a plug-in has the terminal. */
const INTERACTIVE_MODES: ReadonlySet<string> = new Set(['Never', 'IfAvailable', 'Always']);

/**
 * What kubectl would refuse of a user (client-go, validateAuthInfo).
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
export function checkUser(user: UserEntry): void {
  const problem = [impersonationProblem, methodProblem, certificateProblem, pluginProblem]
    .map((find) => find(user))
    .find((found) => found !== undefined);
  if (problem !== undefined) throw wrong(user, problem);
}

/** What kubectl would refuse of credentials once they are to be sent. */
export function checkCredentials(user: UserEntry): void {
  const { token, tokenFile, username, password } = user;
  if (token + tokenFile !== '' && username + password !== '') {
    throw wrong(user, 'a token or a username and password, got both');
  }
}

function methodProblem({ token, username, password }: UserEntry): string | undefined {
  return token !== '' && username + password !== ''
    ? 'a token or a username and password, got both'
    : undefined;
}

function certificateProblem(user: UserEntry): string | undefined {
  const { clientCertificate, clientCertificateData, clientKey, clientKeyData } = user;
  if (clientCertificate === '' && clientCertificateData === undefined) return undefined;
  if (clientCertificate !== '' && clientCertificateData !== undefined) {
    return 'client-certificate or client-certificate-data, got both';
  }
  if (clientKey !== '' && clientKeyData !== undefined) return 'client-key or client-key-data, got both';
  return clientKey === '' && clientKeyData === undefined
    ? 'a client-key with the client-certificate, got none'
    : undefined;
}

function impersonationProblem({
  impersonation: { user, uid, groups, extra },
}: UserEntry): string | undefined {
  const isMore = uid !== '' || groups.length > 0 || extra.size > 0;
  return isMore && user === '' ? 'as together with as-uid, as-groups or as-user-extra, got none' : undefined;
}

function pluginProblem({ plugin, authProvider }: UserEntry): string | undefined {
  if (plugin === undefined) return undefined;
  if (authProvider !== undefined) return 'exec or auth-provider, got both';
  return entryProblem(plugin);
}

function entryProblem({ command, apiVersion, env, interactiveMode }: PluginEntry): string | undefined {
  const versions = PLUGIN_API_VERSIONS.join(' or ');
  if (command === '') return 'a command in exec, got none';
  if (apiVersion === '') return `an apiVersion in exec (${versions}), got none`;
  if (env.some(({ name }) => name === '')) return 'a name for each variable in exec.env, got none';
  if (INTERACTIVE_MODES.has(interactiveMode)) return undefined;
  return `exec.interactiveMode Never, IfAvailable or Always, got ${interactiveMode || 'none'}`;
}

function wrong({ file, name }: UserEntry, expected: string): ClusterClientError {
  return kubeconfigError(file, `user ${name}: expected ${expected}`);
}
