import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Test } from 'tap';
import { connect, type Kubernetes } from '../../src/kubernetes/connect.ts';

/** What an API server was asked. */
export type Asked = Readonly<{ method: string; path: string; query: URLSearchParams; body: unknown }>;

/** Says what is answered; undefined is a 404 in the API's own form. */
export type Script = (
  asked: Asked,
) => Readonly<{ status?: number; headers?: Record<string, string>; body: object | string }> | undefined;

/** An API server that follows a script, over real HTTP: for answers that the local cluster never gives. */
export async function scriptedApi(
  t: Test,
  script: Script,
): Promise<Readonly<{ kube: Kubernetes; server: Server; asked: Asked[] }>> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body };
      asked.push(one);
      const answer = script(one) ?? {
        status: 404,
        body: statusBody(404, 'the server could not find the requested resource'),
      };
      const isText = typeof answer.body === 'string';
      response.writeHead(answer.status ?? 200, {
        'content-type': isText ? 'text/plain' : 'application/json',
        ...answer.headers,
      });
      response.end(isText ? answer.body : JSON.stringify(withKind(answer.body)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const kubeconfig = `
apiVersion: v1
kind: Config
current-context: it
contexts: [{name: it, context: {cluster: it, user: it}}]
clusters: [{name: it, cluster: {server: 'http://127.0.0.1:${port}', insecure-skip-tls-verify: true}}]
users: [{name: it, user: {token: x}}]
`;
  return {
    kube: await connect({ kubeconfig: join(t.testdir({ kubeconfig }), 'kubeconfig') }),
    server,
    asked,
  };
}

/** A Status object as the API server gives it for an error. */
export function statusBody(code: number, message: string, more: object = {}): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code, ...more };
}

/** All that an API server answers has a kind; scripts need not say which. */
function withKind(body: object): object {
  return { kind: 'items' in body ? 'List' : 'Object', ...body };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}
