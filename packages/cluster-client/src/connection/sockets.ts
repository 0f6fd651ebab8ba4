import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { KEEP_ALIVE_MS } from '../limits.ts';

/** Opens a TCP connection; the signal gives it up. */
export function openTcp(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({
    host,
    port,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
    noDelay: true,
  });
  return opened(socket, 'connect', signal);
}

/** Starts TLS on a connection; `host` is whom the certificate has to be for, unless the options say otherwise. */
export function startTls(
  socket: Socket,
  host: string,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  return opened(connectTls({ host, ...options, socket }), 'secureConnect', signal);
}

/** A socket once it is open. Destroyed where that fails, or the signal comes first. */
async function opened<T extends Socket>(
  socket: T,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = (): void => reject(signal.reason as Error);
  const onOpen = (): void => resolve(socket);
  const onClose = (): void => reject(new Error('the connection was closed before it was open'));
  socket.once(event, onOpen).once('error', reject).once('close', onClose);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await promise;
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    socket.off(event, onOpen).off('error', reject).off('close', onClose);
  }
}
