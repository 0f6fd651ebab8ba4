import { describeError, systemCode } from '@pod-contagion/errors';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Kind } from '../registry/kind.ts';
import type { ContainerAccess } from './containers.ts';
import type { Registry } from '../registry/registry.ts';
import { ApiServerError } from '../errors.ts';
import { createApp, type TlsFiles } from './app.ts';
import { createEventFrames } from './event-frames.ts';
import {
  MAX_CONNECTIONS,
  MAX_LOG_STREAMS,
  MAX_SESSIONS,
  MAX_UNREAD_BYTES,
  MAX_WATCHES,
  MAX_WATCHES_BACKLOG_BYTES,
} from '../machinery/limits.ts';
import { createOpenStreams } from './open-streams.ts';
import { createForwarder } from './proxy/forward.ts';
import { serveUpgrades } from './streams/upgrades.ts';

/** Where the API is served: this machine alone. */
export const API_HOST = '127.0.0.1';

/** What an API server is made of. */
export type ServeOptions = Readonly<{
  registry: Registry;
  kinds: readonly Kind[];
  tls: TlsFiles;
  /** The one bearer token that opens everything. */
  token: string;
  runtime: ContainerAccess;
  /** Default 0: any that is free. */
  port?: number | undefined;
  /** From 0 to below 1; default Math.random. */
  random?: (() => number) | undefined;
  /** Told of mistakes of ours, which clients only get as 500; default: nobody. */
  onError?: ((error: unknown) => void) | undefined;
}>;

/** An API server that answers. */
export type ServedApi = Readonly<{
  port: number;
  /** How many watches are open. */
  watchCount: () => number;
  /** Ends watches and connections at once. */
  close: () => Promise<void>;
}>;

/**
 * Opens the API of a registry over HTTPS, on 127.0.0.1 only.
 * @throws {ApiServerError} API_PORT_IN_USE, API_LISTEN_FAILED
 */
export async function serveApi(options: ServeOptions): Promise<ServedApi> {
  const {
    registry,
    kinds,
    tls,
    token,
    runtime,
    port = 0,
    random = Math.random,
    onError = () => {},
  } = options;
  const watches = createOpenStreams('watches', MAX_WATCHES, MAX_WATCHES_BACKLOG_BYTES);
  const logs = createOpenStreams('logs', MAX_LOG_STREAMS);
  const sessions = createOpenStreams(
    'connections of exec, attach and port-forward',
    MAX_SESSIONS,
    MAX_UNREAD_BYTES,
    (socket) => socket.destroy(),
  );
  const answers = createOpenStreams('answers', MAX_CONNECTIONS);
  const forwarder = createForwarder(onError);
  const context = {
    registry,
    runtime,
    random,
    frames: createEventFrames(registry.clock),
    forwarder,
    watches,
    logs,
    sessions,
    answers,
    onError,
  };
  const app = createApp(context, kinds, tls, token);
  const server = app.server as Server;
  serveUpgrades(server, app);
  server.maxConnections = MAX_CONNECTIONS;
  // A handshake or request that can't be read is the client's loss.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  try {
    await app.listen({ host: API_HOST, port });
  } catch (error) {
    await Promise.all([app.close(), forwarder.close()]);
    throw cannotListen(port, error);
  }
  // Running out of file descriptors and the like must not end the cluster: it is a connection lost, not more.
  server.on('error', onError);
  let closed: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    watches.close();
    logs.close();
    sessions.close();
    await Promise.all([app.close(), forwarder.close()]);
  };

  return {
    port: (server.address() as AddressInfo).port,
    watchCount: watches.count,
    close: () => (closed ??= close()),
  };
}

function cannotListen(port: number, cause: unknown): ApiServerError {
  const place = `${API_HOST}:${port}`;
  return systemCode(cause) === 'EADDRINUSE'
    ? new ApiServerError(
        'API_PORT_IN_USE',
        `expected a port for the API server that is free, got ${place}, where another process listens; 0 means any that is free`,
        { cause },
      )
    : new ApiServerError(
        'API_LISTEN_FAILED',
        `expected to listen for the API on ${place}, got: ${describeError(cause)}`,
        { cause },
      );
}
