import { checkCredentials } from '../choice/check-user.ts';
import type { UserEntry } from '../kubeconfig/config.ts';
import { fixedCredentials, type Credentials, type KeyPair } from './credentials.ts';
import { providerCredentials } from './oidc-token.ts';
import { pluginCredentials, type PluginOptions } from './plugin/plugin.ts';
import { tokenFileCredentials } from './token-file.ts';

/** What there is besides the user: its key pair, and what a plug-in is run with. */
export type CredentialsOptions = Readonly<{
  keyPair: (() => Promise<KeyPair>) | undefined;
  /** User and password of the server's URL, which count where there is nothing else. */
  basicOfUrl: string | undefined;
  plugin: Omit<PluginOptions, 'user' | 'file'>;
}>;

/**
 * Which of a user's credentials are sent: a token (of a file before one that stands there), else username and
 * password; a certificate beside either. A plug-in only where there is none of these (client-go, UpdateTransportConfig).
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG
 */
export function chooseCredentials(
  user: UserEntry,
  { keyPair, basicOfUrl, plugin }: CredentialsOptions,
): Credentials {
  checkCredentials(user);
  const { name, file, token, tokenFile, username, password } = user;
  const pair = async (): Promise<KeyPair | undefined> => keyPair?.();
  const of = (authorization: string | undefined): Credentials =>
    keyPair === undefined
      ? fixedCredentials({ authorization, keyPair: undefined })
      : { get: async () => ({ authorization, keyPair: await pair() }), refused: async () => false };
  if (tokenFile !== '') {
    return tokenFileCredentials({
      path: tokenFile,
      otherwise: token,
      where: `${file}: user ${name}`,
      keyPair: pair,
    });
  }
  if (token !== '') return of(`Bearer ${token}`);
  if (username + password !== '') return of(basic(`${username}:${password}`));
  if (keyPair !== undefined) return of(basicOfUrl && basic(basicOfUrl));
  if (user.plugin !== undefined) return pluginCredentials(user.plugin, { user: name, file, ...plugin });
  if (user.authProvider !== undefined) return providerCredentials(user);
  return of(basicOfUrl && basic(basicOfUrl));
}

function basic(userAndPassword: string): string {
  return `Basic ${Buffer.from(userAndPassword, 'utf8').toString('base64')}`;
}
