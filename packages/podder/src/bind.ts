import * as net from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { ListenAddress } from './listen-address.ts';

/** What `server.listen` takes: an address to look up, or a socket that is bound already. */
export type Listenable = Readonly<{ port: number; host?: string; exclusive: boolean }> | object;

/** Not documented, but what node:cluster binds with; it returns a socket, or the negative number of an error. */
type BindSocket = (host: string, port: number, family: 4 | 6, fd: -1, flags: 0) => object | number;

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * Prepares listening on an address. With a host `server.listen` asks the resolver, and on the way whether the host is
 * an address of IPv6, by a regular expression so large that compiling it takes a tenth of a podder's start and
 * 1 MiB of its memory. So an IPv4 address is bound here, and for all addresses no host is given; whatever else is asked
 * for, or where Node.js can't bind like this, takes the ordinary way.
 * @throws {Error} with a system error `code`, such as EADDRNOTAVAIL.
 */
export function bind({ host, port }: ListenAddress): Listenable {
  const { _createServerHandle: bindSocket } = net as { _createServerHandle?: BindSocket };
  if (host === '0.0.0.0') return { port, exclusive: true };
  if (!IPV4.test(host) || typeof bindSocket !== 'function') return { port, host, exclusive: true };
  const socket = bindSocket(host, port, 4, -1, 0);
  if (typeof socket !== 'number') return socket;
  const code = getSystemErrorName(socket);
  throw Object.assign(new Error(`bind ${code} ${host}:${port}`), { code });
}
