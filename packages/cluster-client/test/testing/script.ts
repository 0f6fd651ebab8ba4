import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Access, AccessOptions } from '../../src/access/open-access.ts';
import { accessFor, kubeconfigOf } from './ask.ts';

/** One answer of a server that follows a script. */
export type Scripted = Readonly<{
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** What is done instead. */
  instead?: (request: IncomingMessage, response: ServerResponse) => void;
}>;

/** An access to a server that gives these answers, the last of them for ever, and what it was asked: `GET /path`. */
export async function scripted(
  t: Test,
  answers: readonly Scripted[],
  options: AccessOptions = {},
): Promise<Readonly<{ access: Access; asked: string[]; url: string }>> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const {
      status = 200,
      headers = {},
      body = '',
      instead,
    } = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    asked.push(`${request.method} ${request.url}`);
    if (instead === undefined) response.writeHead(status, headers).end(body);
    else instead(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = join(t.testdir({ it: kubeconfigOf(`server: "${url}"`) }), 'it');
  return { access: await accessFor(t, { kubeconfig, ...options }), asked, url };
}

/** A Status as API servers give it. */
export function statusText(code: number, more: object = {}): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `status ${code}`,
    code,
    ...more,
  });
}
