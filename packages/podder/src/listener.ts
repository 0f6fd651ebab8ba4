import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as Door } from 'node:net';
import { bind } from './bind.ts';
import { PodderError, type PodderErrorCode } from './errors.ts';
import { formatAddress, type ListenAddress } from './listen-address.ts';
import {
  CONNECTION_CHECK_INTERVAL_MS,
  IDLE_SWEEP_INTERVAL_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
} from './limits.ts';
import { openLoopbackDoor } from './loopback-door.ts';

/** An open listener. */
export type Listener = {
  /** Where it really listens, with the port that was found where 0 was asked for. */
  readonly address: ListenAddress;
  /**
   * Refuses connections from now on and lets requests under way finish for at most `graceMs`.
   * Resolves when every connection is gone. A later call can shorten the grace, not lengthen it.
   */
  close(graceMs: number): Promise<void>;
};

/**
 * Opens a listener for `handler` with the limits of `limits.ts`. One at an address of a pod answers at the pod's
 * localhost as well.
 * @throws {PodderError} saying which address (`what` names its purpose) could not be listened on and why.
 */
export async function openListener(
  what: string,
  at: ListenAddress,
  maxConnections: number,
  handler: RequestListener,
): Promise<Listener> {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTION_CHECK_INTERVAL_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    handler,
  );
  server.maxConnections = maxConnections;
  await listen(server, what, at);
  const bound = server.address() as AddressInfo;
  const door = await openLoopbackDoor(server, bound, maxConnections);
  const { address, port } = bound;
  let closed: Promise<void> | undefined;
  return {
    address: { host: address, port },
    close(graceMs) {
      closed ??= closeServer(server, door);
      const grace = setTimeout(() => server.closeAllConnections(), graceMs);
      return closed.then(() => clearTimeout(grace));
    },
  };
}

function listen(server: Server, what: string, at: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(explain(error, what, at));
    server.once('error', fail);
    try {
      server.listen(bind(at), () => {
        server.removeAllListeners('error');
        // Running out of file descriptors and the like must not end a podder: it is a connection lost, not more.
        server.on('error', () => {});
        resolve();
      });
    } catch (error) {
      fail(error as NodeJS.ErrnoException);
    }
  });
}

async function closeServer(server: Server, door: Door | undefined): Promise<void> {
  // Node.js closes what is idle now; a connection that becomes idle later it would keep for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_INTERVAL_MS);
  const all = [server, ...(door === undefined ? [] : [door])];
  await Promise.all(all.map((each) => new Promise((resolve) => each.close(resolve))));
  clearInterval(sweep);
}

function explain(error: NodeJS.ErrnoException, what: string, at: ListenAddress): PodderError {
  const [code, why] = REASONS[error.code ?? ''] ?? ['PODDER_LISTEN_FAILED' as const, error.message];
  return new PodderError(code, `can't listen on ${formatAddress(at)} for the ${what}: ${why}`, {
    cause: error,
  });
}

const REASONS: Readonly<Record<string, readonly [PodderErrorCode, string]>> = {
  EADDRINUSE: ['PODDER_ADDRESS_IN_USE', 'another process already does'],
  EACCES: ['PODDER_ADDRESS_DENIED', 'this user may not; choose a port from 1024 on'],
  EADDRNOTAVAIL: ['PODDER_ADDRESS_NOT_AVAILABLE', 'this machine has no such address'],
  ENOTFOUND: ['PODDER_ADDRESS_NOT_AVAILABLE', 'the host name is not known'],
};
