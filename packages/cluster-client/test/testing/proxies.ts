import { once } from 'node:events';
import { createServer as createHttpServer, request as ask, type Server as HttpServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Test } from 'tap';
import type { Certificates } from '@pod-contagion/api-server/serving';

/** A proxy, and what it was asked for. */
export type TestProxy = Readonly<{
  port: number;
  /** `CONNECT host:port`, `GET http://...` or `SOCKS host:port`, with the user and password it was given. */
  asked: string[];
}>;

/** An HTTP proxy, with certificates one that is reached over TLS; `refuse` is what it answers instead of connecting. */
export async function openHttpProxy(
  t: Test,
  { certificates, refuse }: Readonly<{ certificates?: Certificates; refuse?: number }> = {},
): Promise<TestProxy> {
  const asked: string[] = [];
  const server: HttpServer =
    certificates === undefined
      ? createHttpServer()
      : createSecureServer({ cert: certificates.certificate, key: certificates.key });
  const credentials = (header: string | undefined): string =>
    header === undefined ? '' : ` as ${Buffer.from(header.replace('Basic ', ''), 'base64').toString()}`;
  server.on('connect', (request, socket: Socket, head: Buffer) => {
    asked.push(`CONNECT ${request.url}${credentials(request.headers['proxy-authorization'])}`);
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    relay(socket, hostname, Number(port), () => socket.write('HTTP/1.1 200 OK\r\n\r\n'), head);
  });
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}${credentials(request.headers['proxy-authorization'])}`);
    const { method, headers } = request;
    if (!URL.canParse(request.url ?? '')) {
      response.writeHead(400).end();
      return;
    }
    const upstream = ask(request.url ?? '', { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(upstream.on('error', () => response.destroy()));
  });
  return { port: await listen(t, server), asked };
}

/** A SOCKS5 proxy that knows no names but `host.test`, which is this machine; with a user it asks for a password. */
export async function openSocksProxy(
  t: Test,
  { user, password, reply = 0 }: Readonly<{ user?: string; password?: string; reply?: number }> = {},
): Promise<TestProxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    void converse(socket).catch(() => socket.destroy());
  });
  async function converse(socket: Socket): Promise<void> {
    const methods = await next(socket);
    const wanted = user === undefined ? 0 : 2;
    if (!methods.subarray(2).includes(wanted)) {
      socket.end(Buffer.from([5, 255]));
      return;
    }
    socket.write(Buffer.from([5, wanted]));
    if (user !== undefined) {
      const given = await next(socket);
      const length = given[1] ?? 0;
      const name = given.subarray(2, 2 + length).toString();
      const secret = given.subarray(3 + length).toString();
      const isRight = name === user && secret === password;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) return;
    }
    const order = await next(socket);
    const host = hostIn(order);
    const port = order.readUInt16BE(order.length - 2);
    asked.push(`SOCKS ${host}:${port}`);
    const answer = Buffer.from([5, reply, 0, 1, 127, 0, 0, 1, 0, 0]);
    if (reply !== 0) {
      socket.end(answer);
      return;
    }
    // In pieces: whoever reads must not count on whole answers.
    relay(socket, host === 'host.test' ? '127.0.0.1' : host, port, () => {
      socket.write(answer.subarray(0, 3));
      setTimeout(() => socket.write(answer.subarray(3)), 20);
    });
  }
  return { port: await listen(t, server), asked };
}

/** The host of an order: a name, or an address of four or sixteen bytes. */
function hostIn(order: Buffer): string {
  if (order[3] === 3) return order.subarray(5, 5 + (order[4] ?? 0)).toString();
  if (order[3] === 1) return [...order.subarray(4, 8)].join('.');
  return (order.subarray(4, 20).toString('hex').match(/.{4}/g) ?? []).join(':');
}

async function next(socket: Socket): Promise<Buffer> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk;
}

function relay(socket: Socket, host: string, port: number, ready: () => void, head?: Buffer): void {
  const upstream = connect({ host, port }, () => {
    ready();
    if (head !== undefined) upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
}

async function listen(t: Test, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
