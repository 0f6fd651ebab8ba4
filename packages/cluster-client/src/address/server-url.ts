import { isIPv6 } from 'node:net';

/** Where an API server is. */
export type ServerUrl = Readonly<{
  /** Scheme, host and port; of a URL's user and password nothing. */
  origin: string;
  /** Before every path; empty, or with a slash at its beginning and none at its end. */
  prefix: string;
  isSecure: boolean;
  /** Without the brackets of IPv6. */
  host: string;
  port: number;
  /** User and password of the URL, where it has some: what Go sends if there are no other credentials. */
  basic: string | undefined;
}>;

/**
 * Reads the `server` of a cluster as client-go does: without a scheme it is HTTP, a query or fragment does not count.
 * Undefined where it is none.
 */
export function parseServerUrl(server: string): ServerUrl | undefined {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(server);
  if (!URL.canParse(hasScheme ? server : `http://${server}`)) return undefined;
  const url = new URL(hasScheme ? server : `http://${server}`);
  if (!['http:', 'https:'].includes(url.protocol)) return undefined;
  if (!hasScheme && url.pathname !== '/') return undefined;
  const isSecure = url.protocol === 'https:';
  const [user, password] = [decoded(url.username), decoded(url.password)];
  return {
    origin: url.origin,
    prefix: url.pathname.replace(/\/+$/, ''),
    isSecure,
    host: hostOf(url),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    basic: user === '' && password === '' ? undefined : `${user}:${password}`,
  };
}

/** What stands in a URL with escapes; one that is none stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The host of a URL as sockets take it. */
export function hostOf({ hostname }: Pick<URL, 'hostname'>): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** A host as URLs take it. */
export function hostInUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
