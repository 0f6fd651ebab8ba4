import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, badRequest } from '../../machinery/api-error.ts';

/** What a connection is taken over with: WebSocket or SPDY/3.1, and which protocol is spoken within, '' where a client names none. */
export type Chosen<T extends string> = Readonly<{ by: 'websocket' | 'spdy'; protocol: T }>;

/** What is spoken here within each, the best first. */
export type Offered<T extends string> = Readonly<{ websocket: readonly T[]; spdy: readonly T[] }>;

/** Header in which clients of SPDY name protocols, of which one is chosen. */
export const PROTOCOL_HEADER = 'X-Stream-Protocol-Version';

/**
 * Chooses what is spoken on a connection: the first of the client's that is spoken here.
 *
 * Source: apimachinery/pkg/util/httpstream/httpstream.go (`Handshake`), apiserver/pkg/util/proxy/upgradeaware.go.
 * @throws {ApiError} 400 where the request asks for neither, 403 where there is nothing that both speak.
 */
export function chooseProtocol<T extends string>(
  headers: IncomingHttpHeaders,
  offered: Offered<T>,
): Chosen<T> {
  const wanted = (headers.upgrade ?? '').toLowerCase();
  const isUpgrade = (headers.connection ?? '').toLowerCase().includes('upgrade');
  if (isUpgrade && wanted === 'websocket') {
    return {
      by: 'websocket',
      protocol: choose(listOf(headers['sec-websocket-protocol']), offered.websocket),
    };
  }
  if (isUpgrade && wanted.includes('spdy/3.1')) {
    const named = listOf(headers[PROTOCOL_HEADER.toLowerCase()]);
    if (named.length === 0)
      throw badRequest(`unable to upgrade: header ${PROTOCOL_HEADER} does not exist in request`);
    return { by: 'spdy', protocol: choose(named, offered.spdy) };
  }
  throw badRequest('Upgrade request required');
}

function choose<T extends string>(named: readonly string[], offered: readonly T[]): T {
  for (const name of named.length === 0 ? [''] : named) {
    const found = offered.find((protocol) => protocol === name);
    if (found !== undefined) return found;
  }
  const list = (names: readonly string[]): string => `[${names.filter((name) => name !== '').join(' ')}]`;
  const message = `unable to upgrade: unable to negotiate protocol: client supports ${list(named)}, server accepts ${list(offered)}`;
  throw new ApiError(403, 'Forbidden', message);
}

function listOf(value: string | string[] | undefined): string[] {
  return String(value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
