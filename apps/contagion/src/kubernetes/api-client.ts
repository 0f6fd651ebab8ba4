import { text } from 'node:stream/consumers';
import type { Access, AccessRequest } from '@pod-contagion/cluster-client';
import { firstWords, printable } from '@pod-contagion/cluster-client/printable';
import { describeError } from '@pod-contagion/errors';
import { isRecord } from '@pod-contagion/notations';
import { ContagionError } from '../errors.ts';
import { MAX_ANSWER_BYTES, REQUEST_TIMEOUT_MS } from '../limits.ts';

/** One request to the API server. */
export type ApiRequest = Readonly<{
  method?: 'GET' | 'POST' | 'PATCH';
  path: string;
  query?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a text. */
  body?: unknown;
  contentType?: string;
  signal?: AbortSignal | undefined;
}>;

/** An answer that is read to its end. */
export type ApiAnswer = Readonly<{ status: number; text: string; warnings: readonly string[] }>;

/** Talks to one API server; a thin one, as what is asked here is little and memory is counted. */
export type ApiClient = Readonly<{
  server: string;
  namespace: string;
  /**
   * The answer, whatever its status.
   * @throws {ContagionError} CONTAGION_UNREACHABLE
   */
  ask: (request: ApiRequest) => Promise<ApiAnswer>;
  /**
   * The answer as JSON.
   * @throws {ContagionError} CONTAGION_UNREACHABLE; CONTAGION_API where the status is not 2xx.
   */
  json: <T>(request: ApiRequest) => Promise<T>;
  /** The chunks of an answer that does not end, as those of a watch. Throws what `json` throws, and on a break. */
  stream: (request: ApiRequest) => Promise<AsyncIterable<Buffer>>;
  close: () => Promise<void>;
}>;

/** Makes a client; nothing is connected before the first request. */
export function createApiClient(access: Access): ApiClient {
  function requestOf(request: ApiRequest): AccessRequest {
    const { method = 'GET', path, query = {}, body, contentType = 'application/json', signal } = request;
    const search = new URLSearchParams(query).toString();
    return {
      path: `${path}${search && `?${search}`}`,
      method,
      headers: {
        accept: 'application/json, */*',
        'user-agent': 'contagion',
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      signal,
      limitMs: REQUEST_TIMEOUT_MS,
    };
  }

  /** With credentials from before the time for an answer begins: whoever has to log in takes longer. */
  async function sending<T>({ signal }: ApiRequest, send: () => Promise<T>): Promise<T> {
    try {
      await access.prepare();
      return await send();
    } catch (cause) {
      if (signal?.aborted === true) throw cause;
      throw unreachable(access.server, cause);
    }
  }

  async function ask(request: ApiRequest): Promise<ApiAnswer> {
    const whole = { ...requestOf(request), wholeLimitMs: REQUEST_TIMEOUT_MS };
    const { status, headers, text: body } = await sending(request, () => access.ask(whole, MAX_ANSWER_BYTES));
    return { status, text: body, warnings: warningsOf(headers['warning']) };
  }

  return {
    server: access.server,
    namespace: access.namespace,
    ask,
    async json<T>(request: ApiRequest) {
      const { status, text: body } = await ask(request);
      if (status < 200 || status > 299) throw refused(request, status, body);
      try {
        return JSON.parse(body) as T;
      } catch (cause) {
        throw new ContagionError('CONTAGION_API', `${request.path}: expected JSON, got ${firstWords(body)}`, {
          cause,
        });
      }
    },
    async stream(request) {
      const answer = await sending(request, () => access.request(requestOf(request)));
      if (answer.status === 200) return answer.body as AsyncIterable<Buffer>;
      throw refused(request, answer.status, await text(answer.body));
    },
    close: () => access.close(),
  };
}

/** An error that tells what the API server said. `status` of the cause is the HTTP status. */
export function refused({ method = 'GET', path }: ApiRequest, status: number, body: string): ContagionError {
  return new ContagionError('CONTAGION_API', `${method} ${path} was answered ${status}: ${messageOf(body)}`, {
    cause: { status },
  });
}

/** Says whether an error is the API server's answer of this status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ContagionError && isRecord(error.cause) && error.cause['status'] === status;
}

/** The message of a Status, else the text itself, on one line. */
export function messageOf(body: string): string {
  let message = body;
  try {
    const value: unknown = JSON.parse(body);
    if (isRecord(value) && typeof value['message'] === 'string') message = value['message'];
  } catch {
    // Not JSON: a proxy in between, or a podder's own answer.
  }
  return printable(message.slice(0, 2_000)).slice(0, 500) || 'nothing';
}

/** The texts of `Warning: 299 - "..."` headers. */
function warningsOf(header: string | string[] | undefined): readonly string[] {
  const texts = Array.isArray(header) ? header.join(', ') : (header ?? '');
  return [...texts.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, warning = '']) =>
    warning.replaceAll(/\\(.)/g, '$1'),
  );
}

function unreachable(server: string, cause: unknown): ContagionError {
  const isStranger = isRecord(cause) && cause['code'] === 'CLUSTER_STRANGER';
  return new ContagionError(
    'CONTAGION_UNREACHABLE',
    isStranger ? describeError(cause) : `can't reach ${server}: ${why(cause)}`,
    { cause },
  );
}

function why(cause: unknown): string {
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'no answer in time';
  return describeError(cause instanceof AggregateError ? cause.errors[0] : cause);
}
