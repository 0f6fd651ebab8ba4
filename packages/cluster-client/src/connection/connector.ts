import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Proxy } from '../address/proxy.ts';
import type { ServerUrl } from '../address/server-url.ts';
import { CONNECT_LIMIT_MS } from '../limits.ts';
import { tunnelThrough } from './http-tunnel.ts';
import { openTcp, startTls } from './sockets.ts';
import { throughSocks5 } from './socks5.ts';

/** Opens connections to one API server. */
export type Connector = Readonly<{
  /** To the server, through whatever proxy; TLS is done. */
  open: () => Promise<Socket>;
  /**
   * The same for requests; where they are sent in the clear to an HTTP proxy, this is a connection to the proxy, which
   * wants the whole address in each of them.
   */
  openForRequests: () => Promise<Socket>;
  /** Whether that is so. */
  asksProxy: boolean;
}>;

/** Makes a connector; `tls` is asked for at each connection. TLS to the proxy is like that to the server, as in Go. */
export function createConnector(
  server: ServerUrl,
  proxy: Proxy | undefined,
  tls: () => Promise<ConnectionOptions>,
): Connector {
  const asksProxy = !server.isSecure && (proxy?.scheme === 'http' || proxy?.scheme === 'https');

  async function toProxy({ scheme, host, port }: Proxy, signal: AbortSignal): Promise<Socket> {
    const socket = await openTcp(host, port, signal);
    return scheme === 'https' ? startTls(socket, host, await tls(), signal) : socket;
  }

  async function throughProxy(by: Proxy, signal: AbortSignal): Promise<Socket> {
    const socket = await toProxy(by, signal);
    if (by.scheme === 'http' || by.scheme === 'https') return tunnelThrough(by, server, socket, signal);
    try {
      await throughSocks5(by, server, socket, signal);
      return socket;
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    }
  }

  async function open(signal = AbortSignal.timeout(CONNECT_LIMIT_MS)): Promise<Socket> {
    const socket =
      proxy === undefined
        ? await openTcp(server.host, server.port, signal)
        : await throughProxy(proxy, signal);
    return server.isSecure ? startTls(socket, server.host, await tls(), signal) : socket;
  }

  return {
    open: () => open(),
    openForRequests: () =>
      asksProxy && proxy !== undefined ? toProxy(proxy, AbortSignal.timeout(CONNECT_LIMIT_MS)) : open(),
    asksProxy,
  };
}
