import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands in for a Kubernetes Service: forwards each connection to an endpoint chosen at random. */
export type Service = {
  readonly env: Readonly<{ PODDER_SERVICE_HOST: string; PODDER_SERVICE_PORT: string }>;
  /** Connections taken so far. */
  readonly connections: number;
  /** `http://HOST:PORT` of each endpoint. */
  endpoints: readonly string[];
  close(): Promise<void>;
};

/** Opens a Service on loopback that has no endpoints yet; it resets connections until it has. */
export async function openService(): Promise<Service> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    sockets.add(client);
    client.on('error', () => {}).on('close', () => sockets.delete(client));
    const endpoint = service.endpoints[Math.floor(Math.random() * service.endpoints.length)];
    if (endpoint === undefined) {
      client.resetAndDestroy();
      return;
    }
    const { hostname, port } = new URL(endpoint);
    const upstream = connect(Number(port), hostname).on('error', () => client.resetAndDestroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const service: Service = {
    env: { PODDER_SERVICE_HOST: '127.0.0.1', PODDER_SERVICE_PORT: String(port) },
    get connections() {
      return connections;
    },
    endpoints: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}
