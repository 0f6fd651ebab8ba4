import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from './answer.ts';
import { ApiError, internalError } from '../machinery/api-error.ts';
import { GZIP_LEVEL, MAX_WARNING_LENGTH, MAX_WARNINGS, MIN_GZIP_BYTES } from '../machinery/limits.ts';
import { mediaRanges } from './accept.ts';
import { toJson } from './represent.ts';
import { takeSocket } from './streams/upgrades.ts';
import { queryOf } from './url.ts';

const compress = promisify(gzip);

/** Sends an answer, compressed where it is large and the client takes that. */
export async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): Promise<FastifyReply> {
  if ('stream' in answer) {
    reply.hijack();
    answer.stream(reply.raw);
    return reply;
  }
  if ('upgrade' in answer) {
    reply.hijack();
    answer.upgrade(takeSocket(reply.raw));
    return reply;
  }
  const { code, headers = {}, warnings = [], body } = answer;
  reply.code(code).header('cache-control', 'no-cache, private').headers(headers);
  addWarnings(reply, warnings);
  // As bytes: fastify would add a charset to the type of a text, which JSON does not have.
  const whole = typeof body === 'string' ? Buffer.from(body) : body;
  if (whole.length <= MIN_GZIP_BYTES || !takesGzip(request.headers['accept-encoding'])) {
    return reply.send(whole);
  }
  const bytes = await compress(whole, { level: GZIP_LEVEL, strategy: constants.Z_DEFAULT_STRATEGY });
  return reply.header('content-encoding', 'gzip').header('vary', 'Accept-Encoding').send(bytes);
}

/** Puts warnings on an answer, each once, besides those that are on it. Source: apiserver/pkg/endpoints/filters/warning.go. */
export function addWarnings(reply: FastifyReply, warnings: readonly string[]): void {
  if (warnings.length === 0) return;
  const present = [reply.getHeader('warning') ?? []].flat().map(String);
  const all = new Set([...present, ...warnings.slice(0, MAX_WARNINGS).map((text) => warningValue(text))]);
  const values = [...all].slice(0, MAX_WARNINGS);
  reply.header('warning', values);
  // An answer that is written by hand takes its headers from here.
  reply.raw.setHeader('warning', values);
}

/** Sends an error as a Status; one that is not an ApiError is a mistake of ours, and `onError` is told. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  onError: (error: unknown) => void,
): void {
  if (!(error instanceof ApiError)) onError(error);
  const { status } = error instanceof ApiError ? error : internalError((error as Error).message);
  const { code = 500, details } = status;
  if (details?.retryAfterSeconds !== undefined)
    reply.header('retry-after', String(details.retryAfterSeconds));
  // What of a body is not read yet would be taken for the next request.
  if (!request.raw.complete) reply.header('connection', 'close');
  reply
    .code(code)
    .headers({ 'content-type': 'application/json', 'cache-control': 'no-cache, private' })
    .send(Buffer.from(toJson(status, { query: queryOf(request.raw.url), headers: request.headers })));
}

/** Whether an Accept-Encoding header names gzip. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  return mediaRanges(String(accepted ?? '')).some(({ type }) => type === 'gzip');
}

/** A Warning header. Source: RFC 7234, section 5.5; apimachinery/pkg/util/net/http.go (`NewWarningHeader`). */
function warningValue(text: string): string {
  const oneLine = text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, MAX_WARNING_LENGTH);
  const quoted = oneLine.replaceAll(/["\\]/g, String.raw`\$&`);
  // Headers go out byte by byte; so that other letters arrive as UTF-8, each of its bytes is one.
  return Buffer.from(`299 - "${quoted}"`).toString('latin1');
}
