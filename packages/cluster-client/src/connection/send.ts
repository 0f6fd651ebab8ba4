import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
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
}>;

/** How it was answered; whoever does not read the body has to destroy it. */
export type AccessAnswer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: Readable }>;

/** Sends a request and returns the answer, whatever its status, as soon as it has begun. */
export async function send(
  dispatcher: Dispatcher,
  { origin, prefix }: Readonly<{ origin: string; prefix: string }>,
  { method, path, headers = {}, body, signal, limitMs = ANSWER_LIMIT_MS }: AccessRequest,
): Promise<AccessAnswer> {
  const answer = await dispatcher.request({
    origin,
    path: prefix + path,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
    headersTimeout: limitMs,
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}
