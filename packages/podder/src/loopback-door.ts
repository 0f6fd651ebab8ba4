import type { Server } from 'node:http';
import { createServer, isIPv4, type AddressInfo, type Server as Door } from 'node:net';
import { bind } from './bind.ts';

/**
 * Opens a second way to a server: the same port of the loopback, where it listens on an address that is not the machine's
 * own alone, such as a pod's. `kubectl port-forward` comes that way. Where the port is taken there, or there is no such
 * loopback, the server goes without, and nothing is returned: the pod's own address is what counts.
 */
export async function openLoopbackDoor(
  server: Server,
  { address, family, port }: AddressInfo,
  maxConnections: number,
): Promise<Door | undefined> {
  const host = loopbackBeside(address, family);
  if (host === undefined) return undefined;
  // As an HTTP server makes its own; its limits of time and its counts hold for these connections, too.
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    server.emit('connection', socket),
  );
  door.maxConnections = maxConnections;
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(undefined);
    door.once('error', giveUp);
    try {
      door.listen(bind({ host, port }), () => {
        door.off('error', giveUp);
        // As for the server itself: a connection lost, not more.
        door.on('error', () => {});
        resolve(door);
      });
    } catch {
      giveUp();
    }
  });
}

/** The loopback of the family; none beside itself, and none beside all addresses, which it is among. */
function loopbackBeside(address: string, family: string): string | undefined {
  if (family === 'IPv6') return ['::', '::1'].includes(address) ? undefined : '::1';
  if (!isIPv4(address) || address === '0.0.0.0' || address.startsWith('127.')) return undefined;
  return '127.0.0.1';
}
