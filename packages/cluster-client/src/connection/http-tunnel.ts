import { request } from 'node:http';
import type { Socket } from 'node:net';
import { hostInUrl } from '../address/server-url.ts';
import type { Destination } from '../address/no-proxy.ts';
import type { Proxy } from '../address/proxy.ts';
import { ClusterClientError } from '../errors.ts';

/** What a proxy wants to know of whoever uses it; none where its address has no user. */
export function proxyAuthorization({ user, password }: Proxy): string | undefined {
  if (user === '' && password === '') return undefined;
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

/**
 * Has an HTTP proxy connect to a destination; what it is reached by is given, and is returned as the way through.
 * @throws {ClusterClientError} CLUSTER_PROXY where it refuses
 */
export async function tunnelThrough(
  proxy: Proxy,
  { host, port }: Destination,
  socket: Socket,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${hostInUrl(host)}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const ended = Promise.withResolvers<Socket>();
  const connecting = request({
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(authorization && { 'proxy-authorization': authorization }) },
    createConnection: () => socket,
    signal,
  });
  connecting.once('connect', ({ statusCode = 0 }, way: Socket, head: Buffer) => {
    if (statusCode >= 200 && statusCode <= 299) {
      if (head.length > 0) way.unshift(head);
      ended.resolve(way);
      return;
    }
    ended.reject(
      new ClusterClientError(
        'CLUSTER_PROXY',
        `proxy ${proxy.shown} was asked to connect to ${authority}: expected status 200, got ${statusCode}`,
      ),
    );
  });
  connecting.once('error', ended.reject).end();
  try {
    return await ended.promise;
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  }
}
