import type { ContainerAccess } from './api/containers.ts';
import { API_HOST, serveApi } from './api/serve-api.ts';
import { apiServerHosts, createCertificates } from './credentials/certificates.ts';
import { formatKubeconfig } from './credentials/kubeconfig.ts';
import { createToken } from './credentials/token.ts';
import { ApiServerError } from './errors.ts';
import { createKinds } from './kinds/index.ts';
import { systemClock, type Clock } from './machinery/clock.ts';
import { block, lastOf, numberToIpv4 } from './machinery/ipv4.ts';
import { createAddressPool, createNodePortPool, createNumberPool } from './machinery/pool.ts';
import { createRegistry } from './registry/create-registry.ts';
import { createSystemNamespaces } from './registry/system-namespaces.ts';

const MAX_PORT = 65_535;

/** Where Services get their addresses; nobody answers at them. Source: kubeadm's default of `--service-cidr`. */
const SERVICE_RANGE = '10.96.0.0/12';

/** How an API server is made; all may be left out. */
export type ApiServerOptions = Readonly<{
  /** Port on 127.0.0.1, 0 to 65,535; default 0, any that is free. */
  port?: number | undefined;
  /** Who is asked for logs, exec, attach and port-forward; default: nobody, as no container runs. */
  containers?: ContainerAccess | undefined;
  /** What time it is; default: the machine's. */
  clock?: Clock | undefined;
  /** Told of mistakes of ours, which clients only get as 500; default: nobody. */
  onError?: ((error: unknown) => void) | undefined;
}>;

/** An API server that answers. */
export type ApiServer = Readonly<{
  /** `https://127.0.0.1:PORT`. */
  url: string;
  /** Text of a kubeconfig with which kubectl and every client may do everything. */
  kubeconfig: string;
  /** The certificate that the server's is signed by, as PEM. */
  ca: string;
  /** The bearer token that opens everything. */
  token: string;
  /** Ends watches and connections, and the listener; all objects are gone. May be called again. */
  close: () => Promise<void>;
}>;

/**
 * The Kubernetes API on 127.0.0.1, with nothing in it but the namespaces that every cluster has, and nothing behind it: no
 * controllers, no nodes. What is written is checked, defaulted, versioned and told to watches, and stays as it is.
 *
 * @throws {ApiServerError} API_OPTION, API_PORT_IN_USE, API_LISTEN_FAILED; nothing is left then.
 */
export async function createApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const { port = 0, clock = systemClock, onError = () => {} } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= MAX_PORT)) {
    throw new ApiServerError(
      'API_OPTION',
      `option port expected a whole number from 0 to ${MAX_PORT}, got ${JSON.stringify(port)}`,
    );
  }
  const services = block(SERVICE_RANGE);
  const kinds = createKinds({
    serviceAddresses: createAddressPool(
      createNumberPool({
        // The first is that of the Service `kubernetes`.
        first: services.first + 2,
        last: lastOf(services) - 1,
        order: { kind: 'sequential' },
        range: SERVICE_RANGE,
      }),
    ),
    nodePorts: createNodePortPool(Math.random),
  });
  const registry = createRegistry(kinds, clock, onError);
  createSystemNamespaces(registry);
  const token = createToken();
  const { ca, certificate, key } = await createCertificates({
    hosts: apiServerHosts(numberToIpv4(services.first + 1)),
    nowMs: clock.nowMs(),
  });
  const served = await serveApi({
    registry,
    kinds,
    runtime: options.containers ?? { find: () => undefined, openLog: () => Promise.resolve(undefined) },
    tls: { key, cert: certificate },
    token,
    port,
    onError,
  });
  const url = `https://${API_HOST}:${served.port}`;
  return {
    url,
    kubeconfig: formatKubeconfig({ name: 'api-server', url, ca, token }),
    ca,
    token,
    close: served.close,
  };
}
