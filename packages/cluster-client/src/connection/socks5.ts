import { isIP, type Socket } from 'node:net';
import type { Destination } from '../address/no-proxy.ts';
import type { Proxy } from '../address/proxy.ts';
import { ClusterClientError } from '../errors.ts';

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USER_AND_PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const DOMAIN = 3;
const IPV6 = 4;

/** What the second byte of the last answer means (RFC 1928, section 6). */
const REFUSALS: readonly string[] = [
  'success',
  'a general failure',
  'not allowed by its rules',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'time to live over',
  'a command it does not know',
  'an address type it does not know',
];

/**
 * Has a SOCKS5 proxy (RFC 1928, with the passwords of RFC 1929) connect to a destination. Names are left to the proxy,
 * as Go leaves them, be it socks5 or socks5h.
 * @throws {ClusterClientError} CLUSTER_PROXY where it refuses, or is none
 */
export async function throughSocks5(
  proxy: Proxy,
  { host, port }: Destination,
  socket: Socket,
  signal: AbortSignal,
): Promise<void> {
  const { user, password, shown } = proxy;
  const wrong = (message: string): ClusterClientError =>
    new ClusterClientError('CLUSTER_PROXY', `proxy ${shown}: ${message}`);
  const read = (length: number): Promise<Buffer> => readExactly(socket, length, signal, wrong);
  const hasUser = user !== '' || password !== '';
  const methods = hasUser ? [NO_AUTHENTICATION, USER_AND_PASSWORD] : [NO_AUTHENTICATION];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await read(2);
  if (version !== VERSION) throw wrong('expected SOCKS5, got something else');
  if (method === USER_AND_PASSWORD && hasUser) {
    socket.write(Buffer.concat([Buffer.from([1]), counted(user), counted(password)]));
    const [, status] = await read(2);
    if (status !== 0) throw wrong('expected it to take user and password, got a refusal');
  } else if (method !== NO_AUTHENTICATION) {
    throw wrong(
      'expected it to ask for nothing, or for the user and password of its address, got another method',
    );
  }
  socket.write(
    Buffer.concat([
      Buffer.from([VERSION, CONNECT, 0]),
      addressOf(host),
      Buffer.from([port >> 8, port & 255]),
    ]),
  );
  const [, reply = 1, , kind] = await read(4);
  if (reply !== 0)
    throw wrong(`expected a connection to ${host}:${port}, got ${REFUSALS[reply] ?? `error ${reply}`}`);
  const [length = 0] = kind === DOMAIN ? await read(1) : [kind === IPV6 ? 16 : 4];
  await read(length + 2);
}

/** An address behind its type; a name is one, too. */
function addressOf(host: string): Buffer {
  const family = isIP(host);
  if (family === 0) return Buffer.concat([Buffer.from([DOMAIN]), counted(host)]);
  if (family === 4) return Buffer.from([IPV4, ...host.split('.').map(Number)]);
  // As URLs write it: hexadecimal groups, and at most one gap.
  const [left = '', right] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [left, right ?? ''].map((text) => text.split(':').filter(Boolean)) as [
    string[],
    string[],
  ];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const groups = [...before, ...gap, ...after].map((group) => Number.parseInt(group, 16));
  return Buffer.from([IPV6, ...groups.flatMap((group) => [group >> 8, group & 255])]);
}

/** A text behind its length, which is one byte. */
function counted(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 255) {
    throw new ClusterClientError(
      'CLUSTER_PROXY',
      `expected at most 255 bytes for a SOCKS5 proxy, got ${bytes.length}`,
    );
  }
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** Reads so many bytes and not one more: what follows belongs to somebody else. */
async function readExactly(
  socket: Socket,
  length: number,
  signal: AbortSignal,
  wrong: (message: string) => Error,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let missing = length; ;) {
    // In pieces: whoever asks for more than there is would be told at once, and for ever, that there is something.
    const piece = socket.read(Math.min(missing, socket.readableLength)) as Buffer | null;
    if (piece !== null) {
      pieces.push(piece);
      missing -= piece.length;
    }
    if (missing === 0) return Buffer.concat(pieces);
    signal.throwIfAborted();
    if (piece !== null) continue;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onReadable = (): void => resolve();
    const onEnd = (): void => reject(wrong('expected an answer, got the end of the connection'));
    const onAbort = (): void => reject(signal.reason as Error);
    socket.once('readable', onReadable).once('error', reject).once('end', onEnd).once('close', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
      socket.off('readable', onReadable).off('error', reject).off('end', onEnd).off('close', onEnd);
    }
  }
}
