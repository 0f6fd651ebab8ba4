import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemCode } from '@pod-contagion/errors';

/**
 * The ports that are given out: none of those that a system gives to whoever asks for any, from 32768 on Linux, nor of those that local
 * clusters share, from 12000.
 */
const FIRST_PORT = 10_400;
const PORTS = 1_600;

/** How many are tried. */
const TRIES = 100;

/**
 * A port of 127.0.0.1 on which nobody listens now, and which nobody else is given by the system: so a server may leave it for a while
 * and come back. At random, as several tests may look for one at the same time.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    } catch (error) {
      if (systemCode(error) === 'EADDRINUSE') continue;
      throw error;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
  throw new Error(
    `expected a free port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1}, got none of ${TRIES}`,
  );
}
