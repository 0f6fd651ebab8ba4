import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiContext } from '../context.ts';
import { SESSION_IDLE_TIMEOUT_MS } from '../../machinery/limits.ts';

/** Holds a connection that was taken over until it is closed, at the latest when it was silent for too long. */
export function holdSession({ sessions }: Pick<ApiContext, 'sessions'>, socket: Duplex): void {
  sessions.hold(socket, () => {});
  (socket as Socket).setTimeout(SESSION_IDLE_TIMEOUT_MS, () => socket.destroy());
}
