import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Test } from 'tap';
import type { PodProxy } from '../../../../src/faults/redirect/proxy.ts';
import type { RequestCounts } from '../../../../src/faults/requests/counts.ts';
import { openProxy } from '../../../../src/faults/requests/proxy/proxy.ts';
import type { RequestFaultSpec } from '../../../../src/faults/requests/spec.ts';

/** A proxy before a server on loopback, both closed with the test. */
export type Proxied = Readonly<{ proxy: PodProxy<RequestCounts>; port: number; url: string }>;

/** Puts a proxy before a server of any kind. */
export async function proxied(
  t: Test,
  server: Server,
  fault: RequestFaultSpec,
  more: Readonly<{ random?: () => number; drainLimitMs?: number }> = {},
): Promise<Proxied> {
  const port = await listen(t, server);
  const proxy = await openProxy({ fault: { ...fault, port }, drainLimitMs: 300, ...more });
  t.teardown(() => proxy.close());
  return { proxy, port, url: `http://127.0.0.1:${proxy.port}` };
}

/** Has a server listen on loopback until the test ends; its connections end with it. */
export async function listen(t: Test, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that keeps what it gets, and says what the test tells it to. */
export function rawServer(onConnection: (socket: Socket) => void): Server {
  return createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
}
