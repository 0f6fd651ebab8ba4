import { isIP } from 'node:net';

/** Where a listener opens. */
export type ListenAddress = Readonly<{ host: string; port: number }>;

/**
 * Reads `HOST:PORT`, `[IPV6]:PORT` or `:PORT` (all addresses); undefined where it is none of these. Port 0 is any free
 * one. What stands before the last colon may be a bare IPv6 address, as `$(POD_IP):9102` gives it in a manifest.
 */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]+)\]|([^[\]]*)):([0-9]{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port <= 65_535)) return undefined;
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? { host: bracketed, port } : undefined;
  if (plain === '') return { host: '::', port };
  return isIP(plain) > 0 || /^[a-z][-a-z0-9.]*$/i.test(plain) ? { host: plain, port } : undefined;
}
