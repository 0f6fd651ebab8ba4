import { joinHostPort } from './go-errors.ts';

/** A header as a probe's spec has it. */
export type ProbeHeader = Readonly<{ name: string; value: string }>;

/** What stands in the address of a probe. */
export type ProbeTarget = Readonly<{
  scheme: 'http' | 'https';
  host: string;
  port: number;
  /** With the query; a leading slash may be missing. */
  path: string;
}>;

/** How a kubelet of the version we present names itself. Source: pkg/probe/http/request.go (`userAgent`). */
const USER_AGENT = 'kube-probe/1.36';

/** The address, as it stands in messages. Source: pkg/probe/http/request.go (`formatURL`). */
export function probeUrl({ scheme, host, port, path }: ProbeTarget): string {
  const slash = path === '' || path.startsWith('/') ? '' : '/';
  return `${scheme}://${joinHostPort(host, port)}${slash}${escapePath(path)}`;
}

/** What is asked of the server: the path without its fragment, which is never sent. */
export function requestPath(path: string): string {
  const asked = escapePath(path).split('#', 1)[0] ?? '';
  return asked.startsWith('/') ? asked : `/${asked}`;
}

/**
 * The headers, names and values in turn. Those of the spec come instead of the defaults; an empty Accept or User-Agent
 * is left out.
 *
 * Source: pkg/probe/http/request.go (`newProbeRequest`), Go's net/http/request.go (`write`).
 */
export function requestHeaders(target: ProbeTarget, headers: readonly ProbeHeader[]): string[] {
  const given = (name: string): string | undefined =>
    headers.find((header) => header.name.toLowerCase() === name)?.value;
  const host = given('host');
  const isDefaultPort = target.port === (target.scheme === 'https' ? 443 : 80);
  const authority =
    isDefaultPort && !target.host.includes(':') ? target.host : joinHostPort(target.host, target.port);
  const lines = ['Host', host === undefined || host === '' ? authority : host];
  const userAgent = given('user-agent') ?? USER_AGENT;
  if (userAgent !== '') lines.push('User-Agent', userAgent);
  const accept = given('accept') ?? '*/*';
  if (accept !== '') lines.push('Accept', accept);
  for (const { name, value } of headers) {
    if (!SET_ABOVE.has(name.toLowerCase())) lines.push(name, value);
  }
  lines.push('Connection', 'close');
  return lines;
}

const SET_ABOVE: ReadonlySet<string> = new Set(['host', 'user-agent', 'accept', 'connection']);

/** Only what can't stand in a request: what is escaped already stays as it is. */
function escapePath(path: string): string {
  return /[^!-~]/.test(path) ? path.replaceAll(/[^!-~]+/gu, encode) : path;
}

function encode(text: string): string {
  // Half a surrogate pair has no encoding; a buffer makes it the replacement character.
  return encodeURIComponent(Buffer.from(text).toString());
}
