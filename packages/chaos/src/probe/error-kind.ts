/** Why a request failed, with what each means; `status 418` and its like come on top. The docs' table is made from this. */
export const PROBE_ERROR_KINDS = {
  refused: 'nothing listens there, or a packet filter rejects (ECONNREFUSED)',
  reset: 'the connection was reset (ECONNRESET, EPIPE)',
  closed: 'the connection was closed before the answer was complete',
  timeout: 'no complete answer in time, from the name to the last byte',
  unreachable:
    'no route to the address, or the network says it is prohibited (EHOSTUNREACH, ENETUNREACH, EACCES)',
  dns: 'the name has no address, or the resolver does not answer',
  tls: 'no TLS session: certificate, name or protocol',
  protocol: 'what was answered is not HTTP/1.1',
  local: 'this machine has no port or file descriptor left (EADDRNOTAVAIL, EMFILE)',
  other: 'anything else',
} as const;

/** Why a request failed: one of `PROBE_ERROR_KINDS`, or the status that was answered and not expected. */
export type ProbeErrorKind = keyof typeof PROBE_ERROR_KINDS | `status ${number}`;

const BY_CODE: Readonly<Record<string, keyof typeof PROBE_ERROR_KINDS>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'protocol',
  UND_ERR_HEADERS_OVERFLOW: 'protocol',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  EADDRNOTAVAIL: 'local',
  EMFILE: 'local',
  ENFILE: 'local',
  ENOBUFS: 'local',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  HOSTNAME_MISMATCH: 'tls',
};

const BY_PREFIX: readonly (readonly [string, keyof typeof PROBE_ERROR_KINDS])[] = [
  ['ERR_TLS_', 'tls'],
  ['ERR_SSL_', 'tls'],
  ['CERT_', 'tls'],
  ['CRL_', 'tls'],
  ['UNABLE_TO_', 'tls'],
  ['INVALID_', 'tls'],
  ['EAI_', 'dns'],
  ['ENOTFOUND', 'dns'],
];

/** The kind of whatever a request threw, by its code: of the first address tried where several were. */
export function errorKindOf(error: unknown): ProbeErrorKind {
  const { name, code, syscall } = (error ?? {}) as { name?: unknown; code?: unknown; syscall?: unknown };
  if (syscall === 'getaddrinfo') return 'dns';
  if (name === 'HTTPParserError') return 'protocol';
  if (typeof code !== 'string') return 'other';
  return BY_CODE[code] ?? BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'other';
}
