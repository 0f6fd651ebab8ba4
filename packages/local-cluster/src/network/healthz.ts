import { once } from 'node:events';
import { createServer } from 'node:http';

/** Where a kubelet answers for its own health. Source: pkg/kubelet/apis/config/v1beta1/defaults.go (HealthzPort). */
export const HEALTHZ_PORT = 10_248;

/** How many may ask at once. */
const MAX_CONNECTIONS = 100;

/** How long a request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;

/** A kubelet's own health, as it is served on the node's address. */
export type Healthz = Readonly<{ close: () => Promise<void> }>;

/** Answers `ok` to /healthz on an address; only one process of a machine can. Rejects with the error of the system. */
export async function openHealthz(address: string, port: number = HEALTHZ_PORT): Promise<Healthz> {
  const server = createServer((request, response) => {
    const found = request.url === '/healthz';
    response.writeHead(found ? 200 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
    });
    response.end(found ? 'ok' : '404 page not found\n');
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.listen({ host: address, port, exclusive: true });
  await once(server, 'listening');
  return {
    close: async () => {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
