import type { AccessAnswer } from '@pod-contagion/cluster-client';
import type { RequestContext } from '@kubernetes/client-node';

/**
 * Sends a request of the Kubernetes client by the dispatcher it was given. The client's own way is `fetch`, which makes a
 * stream of every body, so that nothing could be sent again after credentials were renewed.
 */
export async function sendByClient(request: RequestContext): Promise<AccessAnswer> {
  const { sendRequest } = await import('@pod-contagion/cluster-client');
  const dispatcher = request.getDispatcher() as unknown as Parameters<typeof sendRequest>[0];
  const { origin, pathname, search } = new URL(request.getUrl());
  return sendRequest(dispatcher, origin, {
    method: request.getHttpMethod(),
    path: pathname + search,
    headers: request.getHeaders(),
    body: request.getBody() as string | undefined,
    signal: request.getSignal(),
    // The signal has its own time.
    limitMs: 0,
  });
}
