import { usageError } from '../errors.ts';
import { readExpectedStatus, type StatusTest } from './expected-status.ts';
import type { ConnectionKind } from './report.ts';

/** What is probed and how; all but the URL may be left out. */
export type ProbeOptions = Readonly<{
  /** http or https, without user and password. */
  url: string | URL;
  /** Requests a second on each kind of connection, 0.01 to 1,000; default 10. */
  ratePerSecond?: number;
  /** After which a request has failed, in ms, 10 to 60,000; default 1,000. */
  timeoutMs?: number;
  /** Answers that count as success: `200`, `2xx`, `200-299`, `any`, several with commas; default `2xx,3xx`. */
  expect?: string;
  /** Default GET. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** When the last request is sent, in ms; default: never. */
  durationMs?: number;
  /** How many requests are sent on each kind of connection; default: no limit. */
  count?: number;
  /** Default both. */
  connections?: readonly ConnectionKind[];
  /** How many requests may be in flight on each kind of connection, 1 to 10,000; default 1,000. */
  maxInFlight?: number;
  /** Whether certificates are not verified; default false. */
  insecure?: boolean;
}>;

/** The same, checked, with nothing left open. */
export type ProbePlan = Readonly<{
  url: URL;
  ratePerSecond: number;
  timeoutMs: number;
  isExpected: StatusTest;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  durationMs: number | undefined;
  count: number | undefined;
  connections: readonly ConnectionKind[];
  maxInFlight: number;
  insecure: boolean;
}>;

/** The longest time or greatest number that a probe may be limited to: 365 days in ms. */
const MAX_LIMIT = 365 * 24 * 3_600_000;

const KEYS: ReadonlySet<string> = new Set<keyof ProbeOptions>([
  'url',
  'ratePerSecond',
  'timeoutMs',
  'expect',
  'method',
  'headers',
  'body',
  'durationMs',
  'count',
  'connections',
  'maxInFlight',
  'insecure',
]);

/** A word of HTTP: RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}$/;

/** Headers that belong to the connection or are made from the body. */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Checks options before anything is sent.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readProbeOptions(options: ProbeOptions): ProbePlan {
  const unknown = Object.keys(options).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw usageError(`expected options of a probe, got ${JSON.stringify(unknown)}`);
  const { ratePerSecond = 10, timeoutMs = 1_000, durationMs, count, maxInFlight = 1_000 } = options;
  return {
    url: readUrl(options.url),
    ratePerSecond: inRange('a rate per second', ratePerSecond, 0.01, 1_000),
    timeoutMs: inRange('a timeout in ms', timeoutMs, 10, 60_000),
    isExpected: readExpectedStatus(options.expect ?? '2xx,3xx'),
    method: readMethod(options.method ?? 'GET'),
    headers: readHeaders(options.headers ?? {}),
    body: options.body,
    durationMs: durationMs === undefined ? undefined : inRange('a duration in ms', durationMs, 1, MAX_LIMIT),
    count: count === undefined ? undefined : whole('a count', count, 1, MAX_LIMIT),
    connections: readConnections(options.connections ?? ['new', 'kept']),
    maxInFlight: whole('a number of requests in flight', maxInFlight, 1, 10_000),
    insecure: options.insecure ?? false,
  };
}

function readUrl(given: string | URL): URL {
  const url = URL.parse(String(given));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw usageError(
      `expected a URL such as http://10.0.0.1:8080/path, got ${JSON.stringify(String(given))}`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw usageError(`expected a URL without user and password (give a header instead), got one with them`);
  }
  if (url.port === '0')
    throw usageError(`expected a port from 1 to 65535, got ${JSON.stringify(String(given))}`);
  return url;
}

function readMethod(method: string): string {
  const upper = method.toUpperCase();
  if (!TOKEN.test(method) || upper === 'CONNECT') {
    throw usageError(`expected an HTTP method other than CONNECT, got ${JSON.stringify(method)}`);
  }
  return upper;
}

function readHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    if (!TOKEN.test(name)) throw usageError(`expected the name of a header, got ${JSON.stringify(name)}`);
    if (OWN_HEADERS.has(name.toLowerCase())) {
      throw usageError(`expected a header that the probe does not set by itself, got ${name}`);
    }
    // What node:http takes: RFC 9110, 5.5.
    // oxlint-disable-next-line no-control-regex
    if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw usageError(
        `expected text without line ends as value of header ${name}, got ${JSON.stringify(value)}`,
      );
    }
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function readConnections(kinds: readonly ConnectionKind[]): readonly ConnectionKind[] {
  const wrong = kinds.find((kind) => kind !== 'new' && kind !== 'kept');
  if (wrong !== undefined || kinds.length === 0 || new Set(kinds).size !== kinds.length) {
    throw usageError(`expected connections new, kept or both, got ${JSON.stringify(kinds)}`);
  }
  return kinds;
}

function inRange(what: string, value: number, from: number, to: number): number {
  if (typeof value === 'number' && value >= from && value <= to) return value;
  throw usageError(`expected ${what} from ${from} to ${to}, got ${JSON.stringify(value)}`);
}

function whole(what: string, value: number, from: number, to: number): number {
  if (Number.isInteger(value)) return inRange(what, value, from, to);
  throw usageError(`expected ${what} from ${from} to ${to}, whole, got ${JSON.stringify(value)}`);
}
