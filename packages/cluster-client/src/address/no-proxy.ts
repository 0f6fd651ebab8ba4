import { BlockList, isIP, isIPv4 } from 'node:net';

/** A host and port that somebody wants to reach; the host without brackets. */
export type Destination = Readonly<{ host: string; port: number }>;

/**
 * Whether a destination is to be reached without the proxy that a variable names, by Go's rules
 * (golang.org/x/net/http/httpproxy): loopback always; `*` for all; addresses, ranges, and domains with what is below
 * them, each of them also with a port.
 */
export function isWithoutProxy({ host, port }: Destination, noProxy: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || isLoopback(name)) return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && (entry === '*' || isMatch(entry, name, String(port))));
}

function isMatch(entry: string, host: string, port: string): boolean {
  const range = /^(.+)\/(\d{1,3})$/.exec(entry);
  if (range !== null) return isIn(host, range[1] ?? '', Number(range[2]));
  const [name, onlyPort] = splitPort(entry);
  if (name === '' || (onlyPort !== '' && onlyPort !== port)) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && isIn(host, name, isIPv4(name) ? 32 : 128);
  const domain = name.startsWith('*.') ? name.slice(1) : name;
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** Go's SplitHostPort: a port stands behind the only colon, or behind brackets. */
function splitPort(entry: string): readonly [host: string, port: string] {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d*)$/.exec(entry) ?? [];
  return [bracketed ?? plain ?? entry, port];
}

function isIn(host: string, network: string, bits: number): boolean {
  const family = isIP(host);
  if (family === 0 || isIP(network) === 0 || bits > (isIPv4(network) ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, isIPv4(network) ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function isLoopback(host: string): boolean {
  return isIn(host, '127.0.0.0', 8) || isIn(host, '::1', 128);
}
