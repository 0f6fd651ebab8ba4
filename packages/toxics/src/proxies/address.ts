import { isIP } from 'node:net';
import { ToxicsError } from '../errors.ts';

/** A host and a port, as `HOST:PORT` has them; an empty host is every address. */
export type Address = Readonly<{ host: string; port: number }>;

/**
 * Reads `HOST:PORT`, `[IPV6]:PORT`, `:PORT` or nothing at all, as Go's net does.
 * @throws {ToxicsError} TOXICS_LISTEN with Go's words
 */
export function parseAddress(text: string): Address {
  if (text === '') return { host: '', port: 0 };
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]*)\]|([^[\]:]*)):([^:\]]*)$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (digits === undefined) {
    const colons = text.split(':').length - 1;
    throw wrong(text, colons > 1 ? 'too many colons in address' : 'missing port in address');
  }
  if (bracketed !== undefined && isIP(bracketed) !== 6) throw wrong(text, 'no IPv6 address in brackets');
  const port = digits === '' ? 0 : Number(/^[0-9]{1,5}$/.test(digits) ? digits : NaN);
  if (!(port <= 65_535)) throw wrong(text, 'invalid port');
  return { host, port };
}

/** As it is written, with brackets around IPv6. */
export function formatAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether an IP address is one of this machine alone: 127.0.0.0/8 or ::1, also where it is written as an IPv6 address. */
export function isLoopback(ip: string): boolean {
  const plain = ip.toLowerCase().replace(/^::ffff:(?=\d)/, '');
  return isIP(plain) === 4 ? plain.startsWith('127.') : plain === '::1' || plain === '0:0:0:0:0:0:0:1';
}

function wrong(text: string, why: string): ToxicsError {
  return new ToxicsError('TOXICS_LISTEN', `address ${text}: ${why}`);
}
