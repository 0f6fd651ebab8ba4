import { buffer, text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { ConfigurationOptions, RequestContext, ResponseContext } from '@kubernetes/client-node';
import type { AccessAnswer } from '@pod-contagion/cluster-client';
import type { Kubernetes } from './connect.ts';
import { sendByClient } from './send.ts';

/** How long one request may take until its answer has begun, in ms; an API server that hangs must not hang us. */
export const REQUEST_LIMIT_MS = 15_000;

/** How requests of one kind are sent. */
export type RequestOptions = Readonly<{
  signal?: AbortSignal | undefined;
  /** At most this, default `REQUEST_LIMIT_MS`; Infinity for a stream. */
  limitMs?: number;
  /** Of the body, where the client's own choice is not the one wanted. */
  contentType?: string;
}>;

/**
 * The options that a call of the Kubernetes client takes, so that it ends in time and when the signal says so. Credentials
 * that are over are renewed before the time begins: somebody may have to log in.
 */
export async function requestOptions(
  { access }: Pick<Kubernetes, 'access'>,
  { signal, limitMs = REQUEST_LIMIT_MS, contentType }: RequestOptions = {},
): Promise<ConfigurationOptions> {
  const { ResponseContext: Response, wrapHttpLibrary } = await import('@kubernetes/client-node');
  const send = async (request: RequestContext): Promise<ResponseContext> => {
    await access.prepare();
    const signals = [
      ...(signal === undefined ? [] : [signal]),
      ...(limitMs === Infinity ? [] : [AbortSignal.timeout(limitMs)]),
    ];
    if (signals.length > 0) request.setSignal(AbortSignal.any(signals));
    if (contentType !== undefined) request.setHeaderParam('Content-Type', contentType);
    const { status, headers, body } = await sendByClient(request);
    return new Response(status, textOfEach(headers), {
      text: () => text(body),
      binary: () => buffer(body),
      stream: () => Readable.toWeb(body),
    });
  };
  return { httpApi: wrapHttpLibrary({ send }) };
}

/** The client wants one text a header. */
function textOfEach(headers: AccessAnswer['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')]),
  );
}
