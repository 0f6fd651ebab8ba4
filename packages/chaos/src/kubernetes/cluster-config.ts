import type { Access } from '@pod-contagion/cluster-client';
import type * as Client from '@kubernetes/client-node';
import { requestOptions } from './requests.ts';

/** What the Kubernetes client calls the cluster, the user and the context; nobody sees it. */
const NAME = 'it';

/**
 * A configuration of the Kubernetes client that reads nothing by itself: what it asks goes by an access, which knows
 * credentials, proxies and TLS as kubectl does.
 */
export async function clusterConfig(
  { KubeConfig, ServerConfiguration, createConfiguration }: typeof Client,
  access: Access,
): Promise<Client.KubeConfig> {
  const { server, namespace, dispatcher, socketAgent, headers, prepare } = access;
  const { httpApi } = await requestOptions({ access });
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
    request.setDispatcher(dispatcher);
  };
  // Also what is asked without options of its own goes by the access, which waits and looks at who answers.
  config.makeApiClient = (type) =>
    new type(
      createConfiguration({
        baseServer: new ServerConfiguration(server, {}),
        authMethods: { default: config },
        ...(httpApi === undefined ? {} : { httpApi }),
      }),
    );
  config.applyToHTTPSOptions = async (options) => {
    Object.assign(options, { agent: socketAgent, headers: await headers() });
  };
  return config;
}
