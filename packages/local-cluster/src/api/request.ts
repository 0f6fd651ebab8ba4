import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Kind } from '../kinds/kind.ts';
import type { ResourceName } from '../machinery/objects.ts';
import { badRequest, requestEntityTooLarge } from './api-error.ts';
import { MAX_REQUEST_BODY_BYTES } from './limits.ts';

/** A request for a resource that is served, as verbs and subresources get it. */
export type ApiRequest = Readonly<{
  kind: Kind;
  resource: ResourceName;
  /** '' for kinds without namespace, and for all namespaces. */
  namespace: string;
  /** '' for a collection. */
  name: string;
  /** What follows the subresource in the path, as sent. */
  rest: string;
  query: URLSearchParams;
  method: string;
  headers: IncomingHttpHeaders;
  contentType: string | undefined;
  /** Reads the whole body, at most `MAX_REQUEST_BODY_BYTES`. */
  readBody: () => Promise<Buffer>;
  raw: IncomingMessage;
  /** Aborted when the answer is over, or its client has left. */
  gone: AbortSignal;
}>;

/**
 * Reads the body of a request.
 * @throws {ApiError} 413 where it is too large, 400 where the client ends before it does.
 */
export async function readBody(raw: AsyncIterable<Buffer>, declaredBytes = 0): Promise<Buffer> {
  if (declaredBytes > MAX_REQUEST_BODY_BYTES) throw requestEntityTooLarge(MAX_REQUEST_BODY_BYTES);
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of raw) {
      bytes += part.length;
      if (bytes > MAX_REQUEST_BODY_BYTES) break;
      parts.push(part);
    }
  } catch (cause) {
    throw badRequest(`unable to read the body of the request: ${(cause as Error).message}`);
  }
  if (bytes > MAX_REQUEST_BODY_BYTES) throw requestEntityTooLarge(MAX_REQUEST_BODY_BYTES);
  return Buffer.concat(parts);
}
