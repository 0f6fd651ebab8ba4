import { text } from 'node:stream/consumers';
import { firstWords } from '../answers/printable.ts';
import type { AccessRequest } from '../connection/send.ts';
import { ClusterClientError } from '../errors.ts';
import { MAX_ANSWER_BYTES, REQUEST_LIMIT_MS } from '../limits.ts';
import type { Access } from '../access/open-access.ts';
import type { ApiAnswer, ApiRequest } from './api-request.ts';
import { refused } from './refusal.ts';
import { unreachable } from './unreachable.ts';
import { warningsOf } from './warnings.ts';

/** What a client is made with; all may be left out. */
export type ApiClientOptions = Readonly<{
  /** By what name the API server logs its requests; default `pod-contagion`. */
  userAgent?: string;
  /** How long one try may take, in milliseconds; of a stream, until it begins. Default `REQUEST_LIMIT_MS`. */
  limitMs?: number;
  /** Largest answer that is read, in bytes; default `MAX_ANSWER_BYTES`. */
  maxAnswerBytes?: number;
}>;

/** Talks to one API server in JSON; a thin one, as kinds are the business of whoever asks. */
export type ApiClient = Readonly<{
  server: string;
  namespace: string;
  /**
   * The answer, whatever its status.
   * @throws {ClusterClientError} CLUSTER_UNREACHABLE, CLUSTER_STRANGER, CLUSTER_CREDENTIALS, CLUSTER_PROXY
   */
  ask: (request: ApiRequest) => Promise<ApiAnswer>;
  /**
   * The answer as JSON.
   * @throws {ClusterClientError} what `ask` throws; CLUSTER_API where the status is not 2xx, or the answer is no JSON.
   */
  json: <T>(request: ApiRequest) => Promise<T>;
  /** The chunks of an answer that does not end, as those of a watch. Throws what `json` throws, and on a break. */
  stream: (request: ApiRequest) => Promise<AsyncIterable<Buffer>>;
  close: () => Promise<void>;
}>;

/** Makes a client; nothing is connected before the first request. Closed, it closes the access too. */
export function createApiClient(
  access: Pick<Access, 'server' | 'namespace' | 'prepare' | 'ask' | 'request' | 'close'>,
  options: ApiClientOptions = {},
): ApiClient {
  const {
    userAgent = 'pod-contagion',
    limitMs = REQUEST_LIMIT_MS,
    maxAnswerBytes = MAX_ANSWER_BYTES,
  } = options;

  function requestOf(request: ApiRequest): AccessRequest {
    const { method = 'GET', path, query = {}, body, contentType = 'application/json', signal } = request;
    const search = new URLSearchParams(query).toString();
    return {
      path: `${path}${search && `?${search}`}`,
      method,
      headers: {
        accept: 'application/json, */*',
        'user-agent': userAgent,
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      signal,
      limitMs,
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
    const whole = { ...requestOf(request), wholeLimitMs: limitMs };
    const { status, headers, text: body } = await sending(request, () => access.ask(whole, maxAnswerBytes));
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
        throw new ClusterClientError(
          'CLUSTER_API',
          `${request.path}: expected JSON, got ${firstWords(body)}`,
          {
            cause,
          },
        );
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
