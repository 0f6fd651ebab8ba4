import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { getGlobalDispatcher, type Dispatcher } from 'undici';
import { ANSWER_LIMIT_MS } from '../limits.ts';

/** One request to an API server. */
export type AccessRequest = Readonly<{
  method: string;
  /** Below the address of the server, with its query. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer | undefined;
  signal?: AbortSignal | undefined;
  /** How long until the answer has to begin, in milliseconds; default `ANSWER_LIMIT_MS`, 0 for ever. */
  limitMs?: number;
  /** How long one try may take from here to the end of the answer, in milliseconds; default for ever. */
  wholeLimitMs?: number | undefined;
  /** Ends waits between two tries, and no request that was begun: then the last answer counts. */
  stopWaiting?: AbortSignal | undefined;
}>;

/** The first of an answer. */
export type AnswerHead = Readonly<{ status: number; headers: IncomingHttpHeaders }>;

/** How it was answered; whoever does not read the body has to destroy it. */
export type AccessAnswer = AnswerHead & Readonly<{ body: Readable }>;

/**
 * Sends a request and returns the answer, whatever its status, as soon as it has begun. The signal counts at once, also
 * while there is no connection yet.
 */
export async function sendRequest(
  dispatcher: Dispatcher | undefined,
  origin: string,
  request: AccessRequest,
): Promise<AccessAnswer> {
  const { method, path, headers = {}, body, limitMs = ANSWER_LIMIT_MS } = request;
  const signal = withinLimit(request);
  signal?.throwIfAborted();
  const answered = (dispatcher ?? getGlobalDispatcher()).request({
    origin,
    path,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
    headersTimeout: limitMs,
  });
  const given = Promise.withResolvers<never>();
  const onAbort = (): void => given.reject(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const { statusCode, headers: told, body: content } = await Promise.race([answered, given.promise]);
    return { status: statusCode, headers: told, body: content };
  } catch (error) {
    answered.then(
      ({ body: content }) => content.destroy(),
      () => undefined,
    );
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

function withinLimit({ signal, wholeLimitMs }: AccessRequest): AbortSignal | undefined {
  if (wholeLimitMs === undefined) return signal;
  const limit = AbortSignal.timeout(wholeLimitMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}
