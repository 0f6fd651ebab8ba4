import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher } from 'undici';
import type { Answer } from '../answer.ts';
import { serviceUnavailable } from '../../machinery/api-error.ts';
import { PROXY_CONNECT_TIMEOUT_MS } from '../../machinery/limits.ts';
import type { ApiRequest } from '../request.ts';
import { requestHeaders, responseHeaders, rewrittenLocation } from './headers.ts';

/** Passes requests on to pods and answers back. */
export type Forwarder = Readonly<{
  /**
   * Sends a request to an origin; what followed `/proxy` in its path is the path there.
   * @throws {ApiError} 503 where nobody answers.
   */
  forward: (request: ApiRequest, origin: string) => Promise<Answer>;
  /** Ends all that is under way. */
  close: () => Promise<void>;
}>;

/**
 * Makes a forwarder that opens a connection per request, as pods come and go behind their addresses.
 *
 * Source: apimachinery/pkg/util/proxy/upgradeaware.go; certificates of pods are not checked there either.
 */
export function createForwarder(onError: (error: unknown) => void): Forwarder {
  const agent = new Agent({
    pipelining: 0,
    // Both sides are known to each other: how long they take is their own affair, and ends with either.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { rejectUnauthorized: false, timeout: PROXY_CONNECT_TIMEOUT_MS },
  });

  const forward: Forwarder['forward'] = async (request, origin) => {
    const { raw, method, headers, rest } = request;
    const [path = '', search] = (raw.url ?? '').split(/\?(.*)/s, 2);
    const query = search === undefined ? '' : `?${search}`;
    if (rest === '') return { code: 301, headers: { location: `${path}/${query}` }, body: '' };
    const prefix = path.slice(0, path.length - rest.length);
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    try {
      const answer = await agent.request({
        origin,
        path: rest + query,
        method: method,
        headers: {
          ...requestHeaders(headers),
          'x-forwarded-for': raw.socket.remoteAddress ?? '',
          'x-forwarded-host': headers.host ?? '',
          'x-forwarded-proto': 'https',
          'x-forwarded-uri': path,
        },
        body: hasBody ? raw : null,
        signal: request.gone,
      });
      return send(answer, origin, headers.host ?? '', prefix);
    } catch (error) {
      throw serviceUnavailable(`error trying to reach service: ${reasonOf(error)}`);
    }
  };

  const send = (answer: Dispatcher.ResponseData, origin: string, host: string, prefix: string): Answer => {
    const headers = responseHeaders(answer.headers);
    const { location } = headers;
    if (typeof location === 'string') headers['location'] = rewrittenLocation(location, origin, host, prefix);
    const stream = (response: ServerResponse): void => {
      response.writeHead(answer.statusCode, headers);
      response.flushHeaders();
      pipeline(answer.body, response).catch((error: unknown) => {
        // Either side may leave in the middle of an answer; a mistake of ours would look different.
        if (error instanceof TypeError) onError(error);
      });
    };
    return { stream };
  };

  return { forward, close: () => agent.destroy() };
}

function reasonOf(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return message === '' ? (code ?? 'unknown error') : message;
}
