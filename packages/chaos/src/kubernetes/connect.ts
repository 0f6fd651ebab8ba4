import type {
  AppsV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  KubeConfig,
  PolicyV1Api,
} from '@kubernetes/client-node';
import { ChaosError, describeError } from '../errors.ts';

/** Which cluster: a kubeconfig and one of its contexts; without them $KUBECONFIG, ~/.kube/config, or the pod's own account. */
export type ConnectOptions = Readonly<{ kubeconfig?: string | undefined; context?: string | undefined }>;

/** The API of one cluster: what every part of the toolkit is given. */
export type Kubernetes = Readonly<{
  config: KubeConfig;
  /** Address of the API server, for messages. */
  server: string;
  /** Namespace of the context, or of the pod this runs in; else `default`. */
  namespace: string;
  core: CoreV1Api;
  apps: AppsV1Api;
  policy: PolicyV1Api;
  authorization: AuthorizationV1Api;
}>;

/** Where Kubernetes tells a pod which namespace it is in. */
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/**
 * Reads the configuration and makes the clients; nothing is asked yet. The Kubernetes client is loaded here and not
 * before, as it takes a third of a second.
 * @throws {ChaosError} CHAOS_KUBECONFIG
 */
export async function connect(options: ConnectOptions = {}): Promise<Kubernetes> {
  const client = await import('@kubernetes/client-node');
  const config = new client.KubeConfig();
  const where = options.kubeconfig ?? (process.env['KUBECONFIG'] || 'the default kubeconfig');
  try {
    if (options.kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(options.kubeconfig);
  } catch (cause) {
    throw new ChaosError(
      'CHAOS_KUBECONFIG',
      `expected a kubeconfig in ${where}, got: ${describeError(cause)}`,
      {
        cause,
      },
    );
  }
  if (options.context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(options.context)) {
      const got = JSON.stringify(options.context);
      throw new ChaosError(
        'CHAOS_KUBECONFIG',
        `expected a context of ${where} (${known.join(', ')}), got ${got}`,
      );
    }
    config.setCurrentContext(options.context);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new ChaosError(
      'CHAOS_KUBECONFIG',
      `expected a current context in ${where}, got none that names a cluster`,
    );
  }
  return {
    config,
    server: cluster.server,
    namespace:
      config.getContextObject(config.getCurrentContext())?.namespace || (await ownNamespace()) || 'default',
    core: config.makeApiClient(client.CoreV1Api),
    apps: config.makeApiClient(client.AppsV1Api),
    policy: config.makeApiClient(client.PolicyV1Api),
    authorization: config.makeApiClient(client.AuthorizationV1Api),
  };
}

async function ownNamespace(): Promise<string | undefined> {
  const { readFile } = await import('node:fs/promises');
  return readFile(NAMESPACE_FILE, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
