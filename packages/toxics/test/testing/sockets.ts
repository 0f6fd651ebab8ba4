import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Test } from 'tap';
import { Proxies, type ProxiesOptions } from '../../src/index.ts';
import type { Proxy } from '../../src/proxies/proxy.ts';
import { readToxic } from '../../src/api/read-wishes.ts';

/** What a server does with a connection. */
export type OnConnection = (socket: Socket) => void;

/** Sends back what it gets, and ends when the other end does. */
export const echo: OnConnection = (socket) => void socket.pipe(socket);

/** Says nothing, and hears everything. */
export const listener: OnConnection = (socket) => void socket.resume();

/** Starts a server on loopback that ends with the test; gives its address. */
export async function serve(t: Test, onConnection: OnConnection): Promise<string> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    // What happens to a connection is seen from the client's side.
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Connects, with all errors kept for who waits for the end. */
export async function dial(t: Test, address: string): Promise<Socket> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** A proxy in front of a server that does this with each connection. */
export type Setting = Readonly<{ proxies: Proxies; proxy: Proxy; add: (toxic: object) => void }>;

/** Starts one; it ends with the test. */
export async function setUp(
  t: Test,
  onConnection: OnConnection,
  options: ProxiesOptions = {},
): Promise<Setting> {
  const upstream = await serve(t, onConnection);
  const proxies = new Proxies(options);
  t.teardown(() => proxies.close());
  const proxy = await proxies.add({ name: 'it', listen: '127.0.0.1:0', upstream, enabled: true });
  return { proxies, proxy, add: (toxic) => proxy.addToxic(readToxic(toxic)) };
}

/** How a connection ended, and what had come by then. */
export type End = Readonly<{ how: 'end' | 'reset' | 'closed'; data: Buffer; afterMs: number }>;

/** Reads until the other side ends or resets. */
export function readToEnd(socket: Socket): Promise<End> {
  const chunks: Buffer[] = [];
  const beginMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<End>();
  const done = (how: End['how']): void =>
    resolve({ how, data: Buffer.concat(chunks), afterMs: performance.now() - beginMs });
  socket
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => done('end'))
    .on('error', (error: Error & { code?: string }) => done(error.code === 'ECONNRESET' ? 'reset' : 'closed'))
    .on('close', () => done('closed'));
  return promise;
}

/** Reads until so many bytes have come. */
export async function read(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const [chunk] of onData(socket)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= length) break;
  }
  return Buffer.concat(chunks);
}

async function* onData(socket: Socket): AsyncGenerator<[Buffer], void, void> {
  while (socket.readable) {
    const chunk = (socket.read() as Buffer | null) ?? undefined;
    if (chunk === undefined) await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
    else yield [chunk];
  }
}
