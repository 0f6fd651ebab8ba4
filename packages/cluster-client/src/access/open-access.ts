import type { Agent } from 'node:http';
import type { Dispatcher } from 'undici';
import { accessFiles } from './access-files.ts';
import { createAsking } from '../answers/asking.ts';
import type { WholeAnswer } from '../answers/whole.ts';
import { proxyTo } from '../address/proxy.ts';
import { parseServerUrl, type ServerUrl } from '../address/server-url.ts';
import { choose, type Chosen } from '../choice/choose.ts';
import { ACCOUNT_FOLDER } from '../choice/own-account.ts';
import { ClusterDispatcher } from '../connection/cluster-dispatcher.ts';
import { createConnector } from '../connection/connector.ts';
import { socketAgent } from '../connection/socket-agent.ts';
import { sendRequest, type AccessAnswer, type AccessRequest } from '../connection/send.ts';
import { tlsSource } from '../connection/tls.ts';
import { chooseCredentials } from '../credentials/choose-credentials.ts';
import { fixedCredentials, type Credentials, type KeyPair } from '../credentials/credentials.ts';
import { impersonationHeaders, type Headers } from '../credentials/impersonation.ts';
import { toldCluster } from '../credentials/plugin/question.ts';
import { kubeconfigError } from '../errors.ts';
import { kubeconfigFiles, type Environment } from '../kubeconfig/files.ts';
import { loadConfig } from '../kubeconfig/load.ts';

/** Which cluster: a kubeconfig and one of its contexts; without them whatever kubectl would choose. */
export type AccessOptions = Readonly<{
  kubeconfig?: string | undefined;
  context?: string | undefined;
  /** Variables, default those of the process. */
  env?: Environment;
  /** Where a pod's account is. */
  accountFolder?: string;
  /** Told on one line why something takes longer: the API server is too busy and asks to wait. */
  onDelay?: ((line: string) => void) | undefined;
}>;

/** The way to one cluster. */
export type Access = Readonly<{
  /** Name of the context; undefined in a pod that uses its own account. */
  context: string | undefined;
  /** Address of the API server, without a slash at the end, for messages and requests; it holds no password. */
  server: string;
  namespace: string;
  /**
   * Sends a request and returns the answer as soon as it has begun: credentials, impersonation, proxy and TLS are done
   * here, and waiting where the API server asks to.
   * @throws {ClusterClientError} CLUSTER_CREDENTIALS, CLUSTER_PROXY; CLUSTER_STRANGER where no API server answers;
   * whatever a connection fails with
   */
  request: (request: AccessRequest) => Promise<AccessAnswer>;
  /** The same, and reads the answer to its end, at most so many bytes. Throws what `request` throws. */
  ask: (request: AccessRequest, maxBytes?: number) => Promise<WholeAnswer>;
  /** The same for whoever speaks undici. */
  dispatcher: Dispatcher;
  /**
   * Gets credentials, if there are none yet or they are over: before the time for a request begins, as somebody may
   * have to log in.
   * @throws {ClusterClientError} CLUSTER_CREDENTIALS
   */
  prepare: () => Promise<void>;
  /** For what becomes a WebSocket, which no dispatcher sends: the headers, and an agent with the connections. */
  headers: () => Promise<Headers>;
  socketAgent: Agent;
  /** Breaks all connections. */
  close: () => Promise<void>;
}>;

/**
 * Finds the cluster that kubectl would act on with the same files, variables and flags, and the way to it. Nothing is
 * asked of it yet, and no plug-in is run.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG, CLUSTER_NONE, CLUSTER_PROXY
 */
export async function openAccess(options: AccessOptions = {}): Promise<Access> {
  const { kubeconfig, context, env = process.env, accountFolder = ACCOUNT_FOLDER, onDelay } = options;
  const files = kubeconfigFiles(kubeconfig, env);
  const chosen = await choose(await loadConfig(files), files, { context, env, accountFolder });
  const { cluster, user, namespace } = chosen;
  const url = parseServerUrl(cluster.server);
  if (url === undefined) {
    throw kubeconfigError(
      cluster.file,
      `cluster ${cluster.name}: expected the address of a server, got another`,
    );
  }
  const { authority, keyPair } = await accessFiles(cluster, user);
  const tls = tlsSource(cluster, authority, env);
  if (url.isSecure) await tls(await keyPair?.());
  const credentials = await credentialsOf(chosen, url, { authority, keyPair, env });
  const impersonation = impersonationHeaders(user.impersonation);
  let present: KeyPair | undefined;
  const proxy = proxyTo(url, cluster.proxyUrl, env);
  const connector = createConnector(url, proxy, () => tls(present));
  const dispatcher = new ClusterDispatcher({
    origin: url.origin,
    credentials,
    headers: impersonation,
    connector,
    proxy,
    onKeyPair: (next) => (present = next),
  });
  const agent = socketAgent(connector, url.isSecure);
  const server = url.origin + url.prefix;
  const send = (request: AccessRequest): Promise<AccessAnswer> =>
    sendRequest(dispatcher, url.origin, { ...request, path: url.prefix + request.path });
  return {
    context: chosen.context,
    server,
    namespace,
    ...createAsking(server, send, onDelay),
    dispatcher,
    async prepare() {
      await credentials.get();
    },
    async headers() {
      const { authorization, keyPair: next } = await credentials.get();
      present = next;
      return { ...(authorization !== undefined && { Authorization: authorization }), ...impersonation };
    },
    socketAgent: agent,
    async close() {
      agent.destroy();
      await dispatcher.destroy();
    },
  };
}

/** Over HTTP there are none: nobody's token is sent in the clear (client-go, ClientConfig). */
async function credentialsOf(
  { cluster, user }: Chosen,
  url: ServerUrl,
  {
    authority,
    keyPair,
    env,
  }: Readonly<{
    authority: (() => Promise<Buffer>) | undefined;
    keyPair: (() => Promise<KeyPair>) | undefined;
    env: Environment;
  }>,
): Promise<Credentials> {
  if (!url.isSecure) return fixedCredentials({ authorization: undefined, keyPair: undefined });
  const told = toldCluster(cluster, url, await authority?.());
  return chooseCredentials(user, {
    keyPair,
    basicOfUrl: url.basic,
    plugin: { cluster: told, env },
  });
}
