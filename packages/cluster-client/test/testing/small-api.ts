import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../scripts/testing/free-port.ts';
import type { Certificates } from '../../../api-server/src/credentials/certificates.ts';
import { openAccess, type Access } from '../../src/access/open-access.ts';
import { createApiClient, type ApiClient } from '../../src/requests/api-client.ts';
import { base64, kubeconfigOf } from './ask.ts';

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
  access: Access;
  client: ApiClient;
  /** Breaks all connections, and takes none until it is there again, at the same address. */
  goAway: () => Promise<void>;
  comeBack: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** What a small API is opened with; without certificates it speaks HTTP, and takes no credentials. */
export type SmallApiOptions = Readonly<{
  certificates?: Certificates;
  /** Of the kubeconfig, as YAML in flow style: `tokenFile: /path`. */
  user?: string;
}>;

/** Opens one on loopback. */
export async function openSmallApi(
  answer: (request: Received, response: ServerResponse) => void,
  { certificates, user = '' }: SmallApiOptions = {},
): Promise<SmallApi> {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
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
  };
  const server =
    certificates === undefined
      ? createServer(listener)
      : createSecureServer({ cert: certificates.certificate, key: certificates.key }, listener);

  async function listen(port: number): Promise<number> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function goAway(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  // One that nobody else gets while it is away.
  const port = await listen(await freePort());
  const url = `http${certificates === undefined ? '' : 's'}://127.0.0.1:${port}`;
  const access = await accessOf(url, certificates?.ca, user);
  const client = createApiClient(access);
  return {
    url,
    received,
    access,
    client,
    goAway,
    comeBack: async () => void (await listen(port)),
    async close() {
      await client.close();
      if (server.listening) await goAway();
    },
  };
}

/** The way to whatever is there. */
export async function accessOf(url: string, ca?: string, user = ''): Promise<Access> {
  const folder = mkdtempSync(join(tmpdir(), 'small-api-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const authority = ca === undefined ? '' : `, certificate-authority-data: ${base64(ca)}`;
  writeFileSync(kubeconfig, kubeconfigOf(`server: '${url}'${authority}`, user));
  const access = await openAccess({ kubeconfig, env: {} });
  rmSync(folder, { recursive: true });
  return access;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Answers as an API server refuses. */
export function sendStatus(response: ServerResponse, code: number, message: string): void {
  sendJson(response, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }, code);
}
