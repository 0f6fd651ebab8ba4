import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Endpoint } from './endpoint-table.ts';

/** How long an endpoint may take to accept a connection, in milliseconds; on one machine it answers or refuses at once. */
const CONNECT_TIMEOUT_MS = 10_000;

/** How long a connection is silent before the other side is asked whether it is there, in milliseconds: a pod's network may vanish. */
const KEEP_ALIVE_DELAY_MS = 60_000;

/** A connection that is carried on to an endpoint. */
export type Relay = Readonly<{
  /** Settles when both sides are gone; never rejects. */
  closed: Promise<void>;
  /** Resets both sides. */
  destroy: () => void;
}>;

/**
 * Carries a connection on to an endpoint: bytes as they are and as fast as the slower side takes them, the end of either
 * direction on its own, a reset as a reset. An endpoint that refuses resets the client; no other is tried, as a packet
 * filter would not either.
 */
export function createRelay(client: Socket, { ip, port }: Endpoint): Relay {
  const upstream = connect({
    host: ip,
    port,
    allowHalfOpen: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
  });

  /** Ends one side because the other has broken off. */
  const reset = (socket: Socket): void => {
    if (socket.destroyed) return;
    if (socket.connecting || isShuttingDown(socket)) socket.destroy();
    else socket.resetAndDestroy();
  };
  const join = (socket: Socket, other: Socket): Promise<void> =>
    new Promise((resolve) => {
      socket.on('error', () => reset(other));
      socket.once('close', () => {
        // After two ends in good order both are closed; whatever else closes one closes the other.
        if (!socket.readableEnded || !socket.writableFinished) reset(other);
        resolve();
      });
    });
  const closed = Promise.all([join(client, upstream), join(upstream, client)]).then(() => {});

  upstream.setTimeout(CONNECT_TIMEOUT_MS, () => {
    upstream.destroy();
  });
  upstream.once('connect', () => {
    upstream.setTimeout(0);
    client.pipe(upstream);
    upstream.pipe(client);
  });

  return {
    closed,
    destroy: () => {
      reset(client);
      reset(upstream);
    },
  };
}

/**
 * Whether its end has been asked for and is not there yet. A reset fails then, and Node.js never says that the socket is closed.
 * Source: uv_tcp_close_reset of libuv, which refuses while a shutdown is under way; `_destroy` of node:net.
 */
function isShuttingDown({ writableEnded, writableFinished, writableLength }: Socket): boolean {
  return writableEnded && !writableFinished && writableLength === 0;
}
