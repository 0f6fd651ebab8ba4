import type { ConfigurationOptions, KubeConfig, RequestContext } from '@kubernetes/client-node';
import type { Kubernetes } from './connect.ts';

/** How long one request may take until its answer has begun, in ms; an API server that hangs must not hang us. */
export const REQUEST_LIMIT_MS = 15_000;

/** How long connections are shared before credentials are read anew, in ms: certificates and tokens rotate. */
const SHARE_MS = 60_000;

/** How requests of one kind are sent. */
export type RequestOptions = Readonly<{
  signal?: AbortSignal | undefined;
  /** At most this, default `REQUEST_LIMIT_MS`; Infinity for a stream. */
  limitMs?: number;
  /** Of the body, where the client's own choice is not the one wanted. */
  contentType?: string;
}>;

type Dispatcher = NonNullable<ReturnType<RequestContext['getDispatcher']>>;
const shared = new WeakMap<KubeConfig, { dispatcher: Dispatcher; untilMs: number }>();

/**
 * The options that a call of the Kubernetes client takes, so that it ends in time, ends when the signal says so, and
 * uses a connection that is open already: the client by itself makes a new one for each request.
 */
export async function requestOptions(
  { config }: Pick<Kubernetes, 'config'>,
  { signal, limitMs = REQUEST_LIMIT_MS, contentType }: RequestOptions = {},
): Promise<ConfigurationOptions> {
  const { IsomorphicFetchHttpLibrary } = await import('@kubernetes/client-node');
  const http = new IsomorphicFetchHttpLibrary();
  return {
    httpApi: {
      send: (request) => {
        const signals = [
          ...(signal === undefined ? [] : [signal]),
          ...(limitMs === Infinity ? [] : [AbortSignal.timeout(limitMs)]),
        ];
        if (signals.length > 0) request.setSignal(AbortSignal.any(signals));
        if (contentType !== undefined) request.setHeaderParam('Content-Type', contentType);
        shareConnection(config, request);
        return http.send(request);
      },
    },
  };
}

/** Has a request use the connections of those before it. */
export function shareConnection(config: KubeConfig, request: RequestContext): void {
  const known = shared.get(config);
  const nowMs = performance.now();
  if (known !== undefined && nowMs < known.untilMs) {
    request.setDispatcher(known.dispatcher);
    return;
  }
  const dispatcher = request.getDispatcher();
  if (dispatcher !== undefined) shared.set(config, { dispatcher, untilMs: nowMs + SHARE_MS });
}
