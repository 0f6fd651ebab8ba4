import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { dialError, joinHostPort, readError } from './go-errors.ts';
import { probeUrl, requestHeaders, requestPath } from './probe-request.ts';
import type { ProbeHeader, ProbeTarget } from './probe-request.ts';
import type { ProbeResult } from './probe-result.ts';

/** What an `httpGet` probe needs. */
export type HttpProbe = ProbeTarget &
  Readonly<{ headers?: readonly ProbeHeader[] | undefined; timeoutMs: number }>;

/** How much is read of an answer, in bytes. Source: pkg/probe/http/http.go (`maxRespBodyLength`). */
const MAX_BODY_BYTES = 10 * 1024;

/** After how many requests a redirect is followed no more. Source: pkg/probe/http/http.go (`RedirectChecker`). */
const MAX_REQUESTS = 10;

/**
 * Asks a server with a GET request over a connection of its own; 200 to 399 passes. Redirects are followed on the same
 * host; one to another host ends the probe, passed with a warning. Certificates are not checked. The time is for all
 * requests together, from connecting to the end of the answer.
 *
 * Source: pkg/probe/http/http.go (`DoHTTPProbe`); the wording of errors is that of Go's net/http/client.go.
 */
export function httpProbe(probe: HttpProbe): Promise<ProbeResult> {
  return new Promise((resolve) => {
    let target: ProbeTarget = probe;
    let current: ClientRequest | undefined;
    let response: IncomingMessage | undefined;
    /** Both ends of the connection, once there is one. */
    let connection: string | undefined;
    let requests = 0;

    const finish = (result: ProbeResult): void => {
      clearTimeout(timer);
      current?.destroy();
      resolve(result);
    };
    const fail = (what: string, url = probeUrl(target)): void => {
      finish({ passed: false, output: `Get ${JSON.stringify(url)}: ${what}` });
    };
    const failReading = (output: string): void => finish({ passed: false, output, errored: true });

    const ask = (): void => {
      requests += 1;
      response = undefined;
      connection = undefined;
      try {
        current = send(target, probe.headers ?? [], (ends) => {
          connection = ends;
        });
      } catch (error) {
        fail((error as Error).message);
        return;
      }
      const asked = current;
      asked.on('error', (error) => {
        // What comes after the end, or of a request that was redirected, is of no concern.
        if (asked !== current || response !== undefined) return;
        if (connection === undefined) fail(dialError(error, target.host, target.port));
        else fail(readError(error, connection));
      });
      asked.on('response', (answer) => {
        response = answer;
        readBody(answer, (body) => judge(answer, body), failReading);
      });
    };

    const judge = (answer: IncomingMessage, body: string): void => {
      const status = answer.statusCode ?? 0;
      if (status < 200 || status >= 400) {
        finish({ passed: false, output: `HTTP probe failed with statuscode: ${status}` });
        return;
      }
      const { location } = answer.headers;
      const next = REDIRECTS.has(status) && location !== undefined ? redirected(target, location) : undefined;
      if (next !== undefined && next.host === probe.host) {
        if (requests >= MAX_REQUESTS) {
          fail(`stopped after ${MAX_REQUESTS} redirects`, location);
          return;
        }
        current?.destroy();
        target = next;
        ask();
      } else if (status >= 300) {
        finish({
          passed: true,
          output: `Probe terminated redirects, Response body: ${body}`,
          warning: true,
        });
      } else {
        finish({ passed: true, output: body });
      }
    };

    const timer = setTimeout(() => {
      if (response === undefined) {
        fail('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
      } else {
        failReading('context deadline exceeded (Client.Timeout or context cancellation while reading body)');
      }
    }, probe.timeoutMs);
    ask();
  });
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where a redirect leads; undefined where it is no address of this kind. */
function redirected(from: ProbeTarget, location: string): ProbeTarget | undefined {
  const url = URL.parse(location, probeUrl(from));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  return {
    scheme,
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port),
    path: url.pathname + url.search,
  };
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

function send(
  target: ProbeTarget,
  headers: readonly ProbeHeader[],
  onConnect: (ends: string) => void,
): ClientRequest {
  const asked = request({
    // A connection of its own, without an agent that would keep account of it.
    createConnection: () => connectTo(target, onConnect),
    path: requestPath(target.path),
    headers: requestHeaders(target, headers),
    setHost: false,
  });
  asked.end();
  return asked;
}

function connectTo({ scheme, host, port }: ProbeTarget, onConnect: (ends: string) => void): Socket {
  const socket =
    scheme === 'https' ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port });
  socket.once('connect', () => {
    const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = socket;
    onConnect(`${joinHostPort(localAddress, localPort)}->${joinHostPort(remoteAddress, remotePort)}`);
  });
  return socket;
}

/** Gives the beginning of a body, when it has ended or there is enough of it. */
function readBody(
  answer: IncomingMessage,
  onBody: (body: string) => void,
  onError: (what: string) => void,
): void {
  let chunks: Buffer[] = [];
  let length = 0;
  let done = false;
  const end = (): void => {
    if (done) return;
    done = true;
    onBody(Buffer.concat(chunks).toString('utf8', 0, MAX_BODY_BYTES));
    chunks = [];
  };
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MAX_BODY_BYTES) end();
  });
  answer.on('end', end);
  answer.on('error', () => {
    if (done) return;
    done = true;
    onError('unexpected EOF');
  });
}
