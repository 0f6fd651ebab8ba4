import type { Access, AccessRequest } from '@pod-contagion/cluster-client';
import type { RequestContext } from '@kubernetes/client-node';

/**
 * A request of the Kubernetes client as one of an access. The client's own way is `fetch`, which makes a stream of every
 * body, so that nothing could be sent again after credentials were renewed, or where the API server asks to wait.
 */
export function accessRequest({ server }: Pick<Access, 'server'>, request: RequestContext): AccessRequest {
  const { pathname, search } = new URL(request.getUrl());
  return {
    method: request.getHttpMethod(),
    path: (pathname + search).slice(new URL(server).pathname.replace(/\/$/, '').length),
    headers: request.getHeaders(),
    body: request.getBody() as string | undefined,
  };
}
