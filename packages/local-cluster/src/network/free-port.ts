import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemCode } from '@pod-contagion/errors';
import type { Pool } from '@pod-contagion/api-server/objects';

/** Tries to listen at a port, and gives the code of what is in the way; undefined where nothing is. */
export async function listenProblem(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return systemCode(error) ?? 'UNKNOWN';
  } finally {
    server.close();
  }
}

/**
 * Takes ports out of a pool until it has found `count` at which nobody listens. Those that somebody else has stay taken: whoever that
 * is will have them for longer than a pod lives. Undefined, and nothing taken, where too few are left.
 */
export async function takeFreePorts(
  pool: Pool<number>,
  host: string,
  count: number,
): Promise<number[] | undefined> {
  const found: number[] = [];
  while (found.length < count) {
    const port = pool.allocate();
    if (port === undefined) {
      for (const each of found) pool.release(each);
      return undefined;
    }
    if ((await listenProblem(host, port)) === undefined) found.push(port);
  }
  return found;
}
