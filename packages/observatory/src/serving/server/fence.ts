import { isIP } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';

/** What every answer says: nothing is loaded from elsewhere, nothing is shown elsewhere, nothing is guessed. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // A worker is a script by its address: the page has one policy, which makes the addresses of its own workers.
    'trusted-types workers',
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Why a request is not answered: its status and one line. */
export type Refused = Readonly<{ status: 400 | 403 | 405 | 421; message: string }>;

/** What is looked at of a request. */
type Asked = Readonly<{ method: string; url: string; headers: IncomingHttpHeaders }>;

/**
 * Says why a request is refused; undefined where it is not. Names lead here that we do not know, as when a page of elsewhere lets its
 * name mean this machine: such a name is refused, while an address can't be made to mean another. And pages of elsewhere are. Below
 * `orderPath`, where there is one, POST is looked at further on.
 */
export function refusalOf(
  { method, url, headers }: Asked,
  names: ReadonlySet<string>,
  orderPath?: string,
): Refused | undefined {
  const isOrder = orderPath !== undefined && method === 'POST' && url.startsWith(orderPath);
  if (method !== 'GET' && method !== 'HEAD' && !isOrder) {
    return { status: 405, message: `expected GET or HEAD, got ${method}: nothing can be changed here` };
  }
  const { host, origin } = headers;
  if (host === undefined) return { status: 400, message: 'expected a Host, got none' };
  if (!isOurs(host, names)) {
    return { status: 421, message: 'expected an address, localhost or a name that was allowed as Host' };
  }
  if (origin !== undefined && originHost(origin) !== host) {
    return { status: 403, message: 'expected no page but our own to ask' };
  }
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate') {
    return { status: 403, message: 'expected no page of another site to ask' };
  }
  return undefined;
}

function isOurs(host: string, names: ReadonlySet<string>): boolean {
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(host) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  if (plain === undefined) return false;
  return plain.toLowerCase() === 'localhost' || isIP(plain) === 4 || names.has(plain.toLowerCase());
}

function originHost(origin: string): string | undefined {
  const [, host] = /^https?:\/\/([^/]+)$/.exec(origin) ?? [];
  return host;
}
