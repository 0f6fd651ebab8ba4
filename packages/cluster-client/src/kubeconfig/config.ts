/** A cluster of a kubeconfig; as in Go, what is not there is empty. */
export type ClusterEntry = Readonly<{
  name: string;
  /** The file in which it stands, for messages. */
  file: string;
  server: string;
  tlsServerName: string;
  insecureSkipTlsVerify: boolean;
  /** Path, absolute. */
  certificateAuthority: string;
  certificateAuthorityData: Buffer | undefined;
  proxyUrl: string;
  disableCompression: boolean;
  /** What is meant for a credential plug-in: the extension `client.authentication.k8s.io/exec`. */
  pluginConfig: unknown;
}>;

/** Whom a user acts as. */
export type Impersonation = Readonly<{
  user: string;
  uid: string;
  groups: readonly string[];
  extra: ReadonlyMap<string, readonly string[]>;
}>;

/** A program that gives credentials. */
export type PluginEntry = Readonly<{
  apiVersion: string;
  /** A name to be looked for in PATH, or an absolute path. */
  command: string;
  args: readonly string[];
  env: readonly Readonly<{ name: string; value: string }>[];
  installHint: string;
  provideClusterInfo: boolean;
  /** Empty where nobody says. */
  interactiveMode: string;
}>;

/** A user of a kubeconfig; paths are absolute. */
export type UserEntry = Readonly<{
  name: string;
  file: string;
  clientCertificate: string;
  clientCertificateData: Buffer | undefined;
  clientKey: string;
  clientKeyData: Buffer | undefined;
  token: string;
  tokenFile: string;
  username: string;
  password: string;
  impersonation: Impersonation;
  authProvider: Readonly<{ name: string; config: ReadonlyMap<string, string> }> | undefined;
  plugin: PluginEntry | undefined;
}>;

/** A context: names of a cluster and a user, and a namespace. */
export type ContextEntry = Readonly<{
  name: string;
  file: string;
  cluster: string;
  user: string;
  namespace: string;
}>;

/** One kubeconfig, or several as one. */
export type Config = Readonly<{
  currentContext: string;
  contexts: ReadonlyMap<string, ContextEntry>;
  clusters: ReadonlyMap<string, ClusterEntry>;
  users: ReadonlyMap<string, UserEntry>;
}>;

/** The user of a context that names none, or one that isn't there: somebody without credentials. */
export function nobody(name: string, file: string): UserEntry {
  return {
    name,
    file,
    clientCertificate: '',
    clientCertificateData: undefined,
    clientKey: '',
    clientKeyData: undefined,
    token: '',
    tokenFile: '',
    username: '',
    password: '',
    impersonation: { user: '', uid: '', groups: [], extra: new Map() },
    authProvider: undefined,
    plugin: undefined,
  };
}
