/** Where a listener is opened: a numeric address or host name, and a port (0: any free one). */
export type ListenAddress = Readonly<{ host: string; port: number }>;

/**
 * Reads `HOST:PORT`, `:PORT` (all addresses) or `[IPV6]:PORT`. An IPv6 address without brackets is taken too,
 * its last part being the port, because that is what `$(POD_IP):8080` becomes on an IPv6 cluster.
 * Returns undefined for anything else.
 */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || !/^[0-9]{1,5}$/.test(text.slice(colon + 1))) return undefined;
  const port = Number(text.slice(colon + 1));
  if (port > 65_535) return undefined;
  const bracketed = /^\[([0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]$/.exec(text.slice(0, colon));
  const host = bracketed?.[1] ?? text.slice(0, colon);
  if (host === '') return { host: '0.0.0.0', port };
  const valid = host.includes(':') ? /^[0-9A-Fa-f:.]+(%[\w.-]+)?$/.test(host) : /^[\w.-]+$/.test(host);
  return valid ? { host, port } : undefined;
}

/** Writes an address the way `parseListenAddress` reads it and a URL takes it. */
export function formatAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
