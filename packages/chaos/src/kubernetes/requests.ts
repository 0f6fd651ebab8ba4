import { Readable } from 'node:stream';
import type { ConfigurationOptions, RequestContext, ResponseContext } from '@kubernetes/client-node';
import type { WholeAnswer } from '@pod-contagion/cluster-client';
import type { Kubernetes } from './connect.ts';
import { accessRequest } from './send.ts';

/** How long one request may take until its answer is there, in ms; an API server that hangs must not hang us. */
export const REQUEST_LIMIT_MS = 15_000;

/** How requests of one kind are sent. */
export type RequestOptions = Readonly<{
  signal?: AbortSignal | undefined;
  /** At most this for one try, default `REQUEST_LIMIT_MS`; Infinity for ever. */
  limitMs?: number;
  /**
   * Aborted, it is not sent again where the API server asks to wait; a request that was begun is not aborted. For what
   * nobody would know otherwise whether it was done.
   */
  stopWaiting?: AbortSignal | undefined;
  /** Of the body, where the client's own choice is not the one wanted. */
  contentType?: string;
}>;

/**
 * The options that a call of the Kubernetes client takes, so that it ends in time and when the signal says so, waits where
 * the API server asks to, and takes nobody else for one. Credentials that are over are renewed before the time begins:
 * somebody may have to log in.
 */
export async function requestOptions(
  { access }: Pick<Kubernetes, 'access'>,
  { signal, limitMs = REQUEST_LIMIT_MS, stopWaiting, contentType }: RequestOptions = {},
): Promise<ConfigurationOptions> {
  const { ResponseContext: Response, wrapHttpLibrary } = await import('@kubernetes/client-node');
  const send = async (request: RequestContext): Promise<ResponseContext> => {
    await access.prepare();
    if (contentType !== undefined) request.setHeaderParam('Content-Type', contentType);
    const { status, headers, text } = await access.ask({
      ...accessRequest(access, request),
      signal,
      stopWaiting,
      // The whole has its own time.
      limitMs: 0,
      wholeLimitMs: limitMs === Infinity ? undefined : limitMs,
    });
    const body = Buffer.from(text);
    return new Response(status, textOfEach(headers), {
      text: async () => text,
      binary: async () => body,
      stream: () => Readable.toWeb(Readable.from([body])),
    });
  };
  return { httpApi: wrapHttpLibrary({ send }) };
}

/** The client wants one text a header. */
function textOfEach(headers: WholeAnswer['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')]),
  );
}
