import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** How long a connection may take to come about, in milliseconds. */
const DIAL_LIMIT_MS = 10_000;

/** Connects to an address of this machine. Rejects with an Error. */
export function dialHere(place: Readonly<{ host: string; port: number }>): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, allowHalfOpen: true, noDelay: true });
    const timer = setTimeout(() => socket.destroy(new Error('i/o timeout')), DIAL_LIMIT_MS);
    socket.once('error', reject);
    socket.once('close', () => clearTimeout(timer));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}
