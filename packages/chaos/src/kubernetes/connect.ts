import type { Access } from '@pod-contagion/cluster-client';
import type {
  AppsV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  KubeConfig,
  PolicyV1Api,
} from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import { clusterConfig } from './cluster-config.ts';

/** Which cluster: a kubeconfig and one of its contexts; without them the one that kubectl would act on. */
export type ConnectOptions = Readonly<{
  kubeconfig?: string | undefined;
  context?: string | undefined;
  /** Told on one line why something takes longer: the API server is too busy and asks to wait. */
  onDelay?: ((line: string) => void) | undefined;
}>;

/** The API of one cluster: what every part of the toolkit is given. */
export type Kubernetes = Readonly<{
  /** The way there. */
  access: Access;
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

/**
 * Finds the cluster and makes the clients; nothing is asked of it yet, but a plug-in that gives credentials is run. The
 * Kubernetes client is loaded here and not before, as it takes a third of a second.
 * @throws {ChaosError} CHAOS_KUBECONFIG
 */
export async function connect(options: ConnectOptions = {}): Promise<Kubernetes> {
  const access = await accessTo(options);
  const client = await import('@kubernetes/client-node');
  const config = await clusterConfig(client, access);
  return {
    access,
    config,
    server: access.server,
    namespace: access.namespace,
    core: config.makeApiClient(client.CoreV1Api),
    apps: config.makeApiClient(client.AppsV1Api),
    policy: config.makeApiClient(client.PolicyV1Api),
    authorization: config.makeApiClient(client.AuthorizationV1Api),
  };
}

async function accessTo(options: ConnectOptions): Promise<Access> {
  const { ClusterClientError, openAccess } = await import('@pod-contagion/cluster-client');
  try {
    const access = await openAccess(options);
    await access.prepare();
    return access;
  } catch (cause) {
    if (!(cause instanceof ClusterClientError)) throw cause;
    throw new ChaosError('CHAOS_KUBECONFIG', cause.message, { cause });
  }
}
