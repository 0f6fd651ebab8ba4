import { ClusterClientError } from '../errors.ts';
import type { Environment } from '../kubeconfig/files.ts';
import { isWithoutProxy } from './no-proxy.ts';
import { decoded, hostOf, type ServerUrl } from './server-url.ts';

/** A proxy that connections go through. */
export type Proxy = Readonly<{
  scheme: 'http' | 'https' | 'socks5' | 'socks5h';
  host: string;
  port: number;
  /** Empty where it wants none. */
  user: string;
  password: string;
  /** Scheme, host and port, for messages: no password. */
  shown: string;
}>;

const DEFAULT_PORTS = { http: 80, https: 443, socks5: 1080, socks5h: 1080 } as const;

/** Reads the address of a proxy; undefined where it is none, or of a kind that is not spoken. */
export function parseProxyUrl(text: string): Proxy | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https' && scheme !== 'socks5' && scheme !== 'socks5h')
    return undefined;
  const port = url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port);
  return {
    scheme,
    host: hostOf(url),
    port,
    user: decoded(url.username),
    password: decoded(url.password),
    shown: `${scheme}://${url.hostname}:${port}`,
  };
}

/**
 * The proxy to a server: the `proxy-url` of its cluster without any exception, else the one that HTTPS_PROXY or
 * HTTP_PROXY names (upper case goes first), unless NO_PROXY excepts the server.
 * @throws {ClusterClientError} CLUSTER_PROXY where a variable names a proxy that can't be used
 */
export function proxyTo(server: ServerUrl, proxyUrl: string, env: Environment): Proxy | undefined {
  if (proxyUrl !== '') return parseProxyUrl(proxyUrl);
  const variable = server.isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const named = valueOf(variable, env);
  if (named === '' || isWithoutProxy(server, valueOf('NO_PROXY', env))) return undefined;
  const proxy = parseProxyUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `http://${named}`);
  if (proxy !== undefined) return proxy;
  // Not shown: it may hold a password.
  throw new ClusterClientError(
    'CLUSTER_PROXY',
    `expected an address with http://, https:// or socks5:// in ${variable}, got another`,
  );
}

function valueOf(variable: string, env: Environment): string {
  return env[variable] || env[variable.toLowerCase()] || '';
}
