import type { IncomingHttpHeaders } from 'node:http';

/** What concerns one connection only and is never passed on. Source: RFC 9110, section 7.6.1; net/http/httputil. */
const HOP_BY_HOP = [
  'connection',
  'proxy-connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** What is ours and not the other side's: the token, first of all. */
const OWN = ['authorization', 'host', 'expect'];

/** Headers by name; several of one name are a list. */
export type Headers = Record<string, string | string[]>;

/** What of a request's headers goes to the other side. */
export function requestHeaders(headers: IncomingHttpHeaders): Headers {
  return without(headers, [...HOP_BY_HOP, ...OWN]);
}

/** What of an answer's headers comes back. */
export function responseHeaders(headers: IncomingHttpHeaders): Headers {
  return without(headers, HOP_BY_HOP);
}

function without(headers: IncomingHttpHeaders, dropped: readonly string[]): Headers {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const all = new Set([...dropped, ...named]);
  const kept: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !all.has(name.toLowerCase())) kept[name] = value;
  }
  return kept;
}

/**
 * Where a redirect leads when it goes through the proxy: an absolute path on the same host gets the path of the proxy
 * put before it.
 *
 * Source: apimachinery/pkg/util/proxy/transport.go (`rewriteURL`).
 */
export function rewrittenLocation(location: string, origin: string, host: string, prefix: string): string {
  if (!URL.canParse(location, origin) || (!URL.canParse(location) && !location.startsWith('/')))
    return location;
  const url = new URL(location, origin);
  if (url.host !== new URL(origin).host && url.host !== host) return location;
  if (url.pathname.startsWith(prefix)) return location;
  return `${prefix}${url.pathname}${url.search}${url.hash}`;
}
