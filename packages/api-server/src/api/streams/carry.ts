import type { Duplex } from 'node:stream';

/**
 * Carries bytes between a stream of a client and a connection, as fast as the slower takes them, the end of either direction on
 * its own. Settles when all is over; whatever breaks one off breaks off the other.
 */
export function carry(stream: Duplex, connection: Duplex): Promise<void> {
  const join = (one: Duplex, other: Duplex): Promise<void> =>
    new Promise((resolve) => {
      one.on('error', () => other.destroy());
      const close = (): void => {
        if (!one.readableEnded || !one.writableFinished) other.destroy();
        resolve();
      };
      if (one.closed) close();
      else one.once('close', close);
    });
  const over = Promise.all([join(stream, connection), join(connection, stream)]).then(() => {});
  stream.pipe(connection);
  connection.pipe(stream);
  return over;
}
