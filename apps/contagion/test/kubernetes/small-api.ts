import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccess } from '../../src/kubernetes/access.ts';
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
  const client = await clientOf(url);
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

/** A client of whatever is there. */
export async function clientOf(url: string): Promise<ApiClient> {
  const folder = mkdtempSync(join(tmpdir(), 'small-api-'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    `{current-context: it, contexts: [{name: it, context: {cluster: it}}], clusters: [{name: it, cluster: {server: '${url}'}}]}`,
  );
  const access = await readAccess({ kubeconfig }, {});
  rmSync(folder, { recursive: true });
  return createApiClient(access);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Answers as an API server refuses. */
export function sendStatus(response: ServerResponse, code: number, message: string): void {
  sendJson(response, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }, code);
}
