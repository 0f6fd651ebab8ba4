import type { FastifyInstance } from 'fastify';
import { connect } from 'node:net';
import { openListener, type Listener } from '../src/listener.ts';

/** Opens a router on a free port of the loopback, with the limits a podder has. */
export async function serve(app: FastifyInstance, maxConnections = 100): Promise<Listener> {
  await app.ready();
  return openListener('test', { host: '127.0.0.1', port: 0 }, maxConnections, (request, response) =>
    app.routing(request, response),
  );
}

/** Sends bytes as they are and returns all that comes back until the server closes, with the date left out. */
export function exchange(port: number, bytes: string | Buffer, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => void chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () =>
      resolve(
        Buffer.concat(chunks)
          .toString('latin1')
          .replaceAll(/Date: [^\r]*\r\n/g, ''),
      ),
    );
    socket.write(bytes);
  });
}

/** The bytes of one request that asks for the connection to be closed. */
export function rawRequest(
  line: string,
  headers: readonly string[] = [],
  body: string | Buffer = '',
): Buffer {
  const length = body.length === 0 ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`${line} HTTP/1.1`, 'Host: podder', 'Connection: close', ...headers, ...length, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), Buffer.from(body)]);
}

/** Says whether a connection to the port is refused. */
export function isRefused(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
