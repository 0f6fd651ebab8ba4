import { openAccess } from '@pod-contagion/cluster-client';
import { createApiClient, type ApiClient } from '@pod-contagion/cluster-client/requests';

/** Which cluster and which pods; what is left out is what kubectl would take, and all pods. */
export type ClusterChoice = Readonly<{
  kubeconfig?: string | undefined;
  context?: string | undefined;
  namespace?: string | undefined;
  selector?: string | undefined;
  env?: Readonly<Record<string, string | undefined>>;
  /** Told on one line why something takes longer. */
  onDelay?: ((line: string) => void) | undefined;
}>;

/** A cluster that can be asked. */
export type OpenedCluster = Readonly<{
  client: ApiClient;
  /** Name of its context, for people. */
  name: string;
  server: string;
  namespace: string;
}>;

/**
 * Finds the cluster that kubectl would act on, and the way to it; nothing is asked of it yet.
 * @throws {ClusterClientError} CLUSTER_KUBECONFIG, CLUSTER_NONE, CLUSTER_PROXY
 */
export async function openCluster({ namespace, ...choice }: ClusterChoice): Promise<OpenedCluster> {
  const { kubeconfig, context, env = process.env, onDelay } = choice;
  const access = await openAccess({ kubeconfig, context, env, onDelay });
  return {
    client: createApiClient(access, { userAgent: 'pod-contagion-observatory' }),
    name: access.context ?? "the pod's own account",
    server: access.server,
    namespace: namespace ?? access.namespace,
  };
}
