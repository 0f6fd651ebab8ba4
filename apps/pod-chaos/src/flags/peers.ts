import { isIP, isIPv4, isIPv6 } from 'node:net';

/** The other end of traffic, as it was written. */
export type Peer = Readonly<
  { kind: 'address'; address: string; port?: number } | { kind: 'host'; host: string; port?: number }
>;

/**
 * Reads `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`, `db.shop`, each with `:PORT` behind it (an IPv6 address with a port in
 * brackets: `[fd00::1]:443`). Undefined where it is none of these.
 */
export function parsePeer(text: string): Peer | undefined {
  if (isAddress(text)) return { kind: 'address', address: text };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::([0-9]{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  const withPort = port === undefined ? {} : { port };
  if (bracketed !== undefined) {
    return isAddress(bracketed) && bracketed.includes(':')
      ? { kind: 'address', address: bracketed, ...withPort }
      : undefined;
  }
  if (plain === undefined) return undefined;
  if (isAddress(plain)) return { kind: 'address', address: plain, ...withPort };
  return isHost(plain) ? { kind: 'host', host: plain, ...withPort } : undefined;
}

/** Whether a text is an IP address or a CIDR. */
export function isAddress(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  if (more.length > 0 || isIP(address) === 0 || address.includes('%')) return false;
  if (length === undefined) return true;
  return /^[0-9]{1,3}$/.test(length) && Number(length) <= (isIPv6(address) ? 128 : 32);
}

/** A host name: labels of letters, digits, dashes and underscores, not all of it digits and dots, which is a broken address. */
function isHost(text: string): boolean {
  if (text.length > 253 || /^[0-9.]+$/.test(text) || isIPv4(text)) return false;
  return /^[a-z0-9_](?:[-a-z0-9_]{0,62})(?:\.[a-z0-9_](?:[-a-z0-9_]{0,62}))*\.?$/i.test(text);
}
