import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Kind } from '../registry/kind.ts';
import type { ResourceName } from '../machinery/objects.ts';
import { ApiError, badRequest, requestEntityTooLarge, tooManyRequests } from '../machinery/api-error.ts';
import { MAX_BODIES_BYTES, MAX_REQUEST_BODY_BYTES, RETRY_AFTER_SECONDS } from '../machinery/limits.ts';

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
 * @throws {ApiError} 413 where it is too large, 400 where the client ends before it does, 429 where too much is on its way.
 */
export type BodyReader = (raw: AsyncIterable<Buffer>, declaredBytes?: number) => Promise<Buffer>;

/** Makes a reader of bodies, which knows how much of all those that come in at once it holds. */
export function createBodyReader(maxHeldBytes: number = MAX_BODIES_BYTES): BodyReader {
  let heldBytes = 0;
  return async (raw, declaredBytes = 0) => {
    if (declaredBytes > MAX_REQUEST_BODY_BYTES) throw requestEntityTooLarge(MAX_REQUEST_BODY_BYTES);
    const parts: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const part of raw) {
        bytes += part.length;
        heldBytes += part.length;
        if (bytes > MAX_REQUEST_BODY_BYTES || heldBytes > maxHeldBytes) break;
        parts.push(part);
      }
      if (bytes <= MAX_REQUEST_BODY_BYTES && heldBytes > maxHeldBytes)
        throw tooManyRequests('Too many requests, please try again later.', RETRY_AFTER_SECONDS);
    } catch (cause) {
      if (cause instanceof ApiError) throw cause;
      throw badRequest(`unable to read the body of the request: ${(cause as Error).message}`);
    } finally {
      heldBytes -= bytes;
    }
    if (bytes > MAX_REQUEST_BODY_BYTES) throw requestEntityTooLarge(MAX_REQUEST_BODY_BYTES);
    return Buffer.concat(parts);
  };
}
