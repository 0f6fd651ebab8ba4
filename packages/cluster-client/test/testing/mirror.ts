import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Test } from 'tap';
import { createCertificates, type Certificates } from '@pod-contagion/api-server/serving';

/** A request as it arrived. */
export type Arrived = Readonly<{
  method: string;
  path: string;
  /** Name and value of each header, names in lower case, in order of names. */
  headers: readonly (readonly [string, string])[];
  authorization: string | undefined;
  /** Fingerprint of the client's certificate; undefined where it showed none. */
  certificate: string | undefined;
  /** What TLS was asked for; undefined for an address, and without TLS. */
  serverName: string | undefined;
  body: string;
}>;

/** An API server that only tells what it was asked. */
export type Mirror = Readonly<{
  url: string;
  port: number;
  arrived: Arrived[];
  /** What the next requests are answered with; first in, first out; 200 where there is none. */
  statuses: number[];
  /** Connections so far. */
  connections: () => number;
}>;

/** What of all this kubectl understands as a version. */
const VERSION = { major: '1', minor: '36', gitVersion: 'v1.36.0', kind: 'Status' };

/** Opens one over HTTPS with these certificates, or without them over HTTP. */
export async function openMirror(t: Test, certificates?: Certificates): Promise<Mirror> {
  const arrived: Arrived[] = [];
  const statuses: number[] = [];
  let connections = 0;
  const answer: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push(arrivedAs(request, Buffer.concat(chunks).toString()));
      const status = statuses.shift() ?? 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ...VERSION, code: status, message: `status ${status}` }));
    });
  };
  const server: Server =
    certificates === undefined
      ? createServer(answer)
      : createSecureServer(
          {
            cert: certificates.certificate,
            key: certificates.key,
            requestCert: true,
            rejectUnauthorized: false,
          },
          answer,
        );
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const scheme = certificates === undefined ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${port}`, port, arrived, statuses, connections: () => connections };
}

/** Certificates of a server with these names and of an authority of its own. */
export function certificatesFor(...hosts: readonly string[]): Promise<Certificates> {
  return createCertificates({ hosts, nowMs: Date.now() });
}

function arrivedAs(request: IncomingMessage, body: string): Arrived {
  const socket = request.socket as Partial<TLSSocket>;
  const { rawHeaders } = request;
  const headers = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  );
  const certificate = socket.getPeerX509Certificate?.();
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: headers.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))),
    authorization: request.headers.authorization,
    certificate: certificate?.fingerprint256,
    serverName: typeof socket.servername === 'string' ? socket.servername : undefined,
    body,
  };
}
