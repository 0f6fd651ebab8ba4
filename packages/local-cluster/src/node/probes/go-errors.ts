/** `HOST:PORT`, with brackets around an IPv6 address. Source: Go's net/ipsock.go (`JoinHostPort`). */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What Go says of a connection that could not be made: `dial tcp 10.0.0.1:80: connect: connection refused`. */
export function dialError(error: unknown, host: string, port: number): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const target = joinHostPort(host, port);
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${host}: no such host`;
  if (code === 'EAI_AGAIN') return `dial tcp: lookup ${host}: Temporary failure in name resolution`;
  return `dial tcp ${target}: connect: ${REASONS[code] ?? message}`;
}

/**
 * What Go says of a connection that broke off before an answer came; `ends` are both its addresses, `FROM->TO`.
 *
 * Source: Go's net/http/transport.go, net/net.go (`OpError`).
 */
export function readError(error: unknown, ends: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (message === 'socket hang up') return 'EOF';
  if (code.startsWith('HPE_')) {
    const { rawPacket } = error as { rawPacket?: Buffer };
    const line = /^[^\r\n]{0,64}/.exec(rawPacket?.toString('latin1') ?? '')?.[0] ?? '';
    return `net/http: HTTP/1.x transport connection broken: malformed HTTP response ${JSON.stringify(line)}`;
  }
  if (code === 'EPROTO' && message.includes('wrong version number')) {
    return 'http: server gave HTTP response to HTTPS client';
  }
  const reason = REASONS[code];
  return reason === undefined ? message : `read tcp ${ends}: read: ${reason}`;
}

/** Source: Go's syscall/zerrors_linux_amd64.go. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'cannot assign requested address',
  ECONNABORTED: 'software caused connection abort',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  EINVAL: 'invalid argument',
  EMFILE: 'too many open files',
  ENETUNREACH: 'network is unreachable',
  EPERM: 'operation not permitted',
  EPIPE: 'broken pipe',
  ETIMEDOUT: 'connection timed out',
};
