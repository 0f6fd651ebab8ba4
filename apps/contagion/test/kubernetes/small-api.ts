import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiClient, type ApiClient } from '../../src/kubernetes/api-client.ts';

/** One request that came, with its body. */
export type Received = Readonly<{
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}>;

/** Answers requests over real HTTP as a test says; all that came is kept. */
export type SmallApi = Readonly<{
  url: string;
  received: readonly Received[];
  client: ApiClient;
  close: () => Promise<void>;
}>;

/** Opens one on loopback. */
export async function openSmallApi(
  answer: (request: Received, response: ServerResponse) => void,
): Promise<SmallApi> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const each = {
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      received.push(each);
      answer(each, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createApiClient({
    server: url,
    namespace: 'default',
    tls: {},
    headers: { authorization: 'Bearer secret' },
  });
  return {
    url,
    received,
    client,
    async close() {
      await client.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Answers as an API server refuses. */
export function sendStatus(response: ServerResponse, code: number, message: string): void {
  sendJson(response, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }, code);
}
