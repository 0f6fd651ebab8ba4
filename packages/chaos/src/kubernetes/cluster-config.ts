import type { Access } from '@pod-contagion/cluster-client';
import type * as Client from '@kubernetes/client-node';

/** What the Kubernetes client calls the cluster, the user and the context; nobody sees it. */
const NAME = 'it';

/**
 * A configuration of the Kubernetes client that reads nothing by itself: what it asks goes by an access, which knows
 * credentials, proxies and TLS as kubectl does.
 */
export function clusterConfig({ KubeConfig }: typeof Client, access: Access): Client.KubeConfig {
  const { server, namespace, dispatcher, socketAgent, headers, prepare } = access;
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: NAME, server, skipTLSVerify: false }],
    users: [{ name: NAME }],
    contexts: [{ name: NAME, cluster: NAME, user: NAME, namespace }],
    currentContext: NAME,
  });
  config.applySecurityAuthentication = async (request) => {
    // A watch measures its time from here.
    await prepare();
    request.setDispatcher(dispatcher as unknown as Parameters<typeof request.setDispatcher>[0]);
  };
  config.applyToHTTPSOptions = async (options) => {
    Object.assign(options, { agent: socketAgent, headers: await headers() });
  };
  return config;
}
