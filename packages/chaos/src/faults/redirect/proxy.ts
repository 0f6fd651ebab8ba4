import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type ServerOpts, type Socket } from 'node:net';
import { CONNECTION_LIMIT, DRAIN_LIMIT_MS, LAST_PACKETS_MS, LINGER_MS } from './limits.ts';
import { pause } from '../../pause.ts';

/** One connection of a client, and the one to the pod's program that belongs to it. */
export type ProxiedConnection = Readonly<{
  /** Passes on until both sides are closed. Never rejects. */
  run: () => Promise<void>;
  /** Closes it once what is in flight is done. */
  finish: () => void;
  /** Closes it now, in order. */
  end: () => void;
}>;

/** What a proxy in a pod is made of. */
export type PodProxyOptions<Counts> = Readonly<{
  /** Where it listens; 0, the default, is any port that is free. */
  listenPort?: number | undefined;
  /** What its listener's sockets are like. */
  sockets: ServerOpts;
  /** Takes a client, and the address of the pod to which it came. */
  accept: (client: Socket, host: string) => ProxiedConnection;
  /** A connection beyond the limit was closed. */
  onRefused: () => void;
  /** It is over: from now on nothing is done to connections. */
  onClosing: () => void;
  counts: () => Counts;
  /** How long what is in flight may take once it closes, in ms; default 5,000. */
  drainLimitMs?: number | undefined;
}>;

/** A proxy that stands before one port of the pod. */
export type PodProxy<Counts> = Readonly<{
  port: number;
  counts: () => Counts;
  isListening: () => boolean;
  /**
   * Takes no further connections, does nothing to those it has any more and closes each once what is in flight is done; those
   * that take longer are closed all the same. Never rejects.
   */
  close: () => Promise<void>;
}>;

/**
 * Listens at all addresses of the pod, both families. Its own connections begin in the pod, so that no rule for what comes to
 * the pod leads them back here.
 * @throws the system's error where it can't listen
 */
export async function openPodProxy<Counts>(options: PodProxyOptions<Counts>): Promise<PodProxy<Counts>> {
  const { listenPort = 0, sockets, accept, onRefused, onClosing, counts } = options;
  const { drainLimitMs = DRAIN_LIMIT_MS } = options;
  const connections = new Map<ProxiedConnection, Promise<void>>();
  const server = createServer(sockets);
  server.maxConnections = CONNECTION_LIMIT;
  server.on('drop', onRefused);
  server.on('connection', (client: Socket) => {
    const connection = accept(client, hostOf(client));
    connections.set(
      connection,
      connection.run().finally(() => connections.delete(connection)),
    );
  });
  await listen(server, listenPort);
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    isListening: () => server.listening,
    close: async () => {
      if (server.listening) server.close();
      onClosing();
      if (connections.size === 0) return;
      for (const connection of connections.keys()) connection.finish();
      await all(connections.values(), drainLimitMs);
      for (const connection of connections.keys()) connection.end();
      await all(connections.values(), 2 * LINGER_MS);
      await pause(LAST_PACKETS_MS);
    },
  };
}

/** An IPv4 address as IPv6 sockets write it is one of IPv4. */
function hostOf({ localAddress = '' }: Socket): string {
  return localAddress.replace(/^::ffff:/, '');
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen({ port });
  await once(server, 'listening');
  // An error of the listener, such as too many open files, must not end the agent.
  server.on('error', () => undefined);
}

async function all(promises: Iterable<Promise<void>>, limitMs: number): Promise<void> {
  const over = new AbortController();
  const settled = Promise.all(promises).then(() => over.abort());
  await Promise.race([settled, pause(limitMs, over.signal)]);
  over.abort();
}
