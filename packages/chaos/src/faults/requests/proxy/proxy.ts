import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pause } from '../../../pause.ts';
import { createTally, type RequestCounts } from '../counts.ts';
import { createJudge } from '../fate.ts';
import { CONNECTION_LIMIT, DRAIN_LIMIT_MS, LAST_PACKETS_MS, LINGER_MS } from '../limits.ts';
import type { RequestFaultSpec } from '../spec.ts';
import { Connection } from './connection.ts';
import type { RelayOptions } from './relay-options.ts';

/** What a proxy is told. */
export type ProxyOptions = Readonly<{
  fault: Pick<RequestFaultSpec, 'port' | 'calls' | 'match' | 'effect'>;
  /** Where it listens; 0, the default, is any port that is free. */
  listenPort?: number | undefined;
  /** From 0 to below 1, as `Math.random`, which is the default. */
  random?: (() => number) | undefined;
  /** How long requests in flight may take once it closes, in ms; default 5,000. */
  drainLimitMs?: number | undefined;
}>;

/** A proxy that stands before one port of the pod. */
export type RequestProxy = Readonly<{
  port: number;
  counts: () => RequestCounts;
  isListening: () => boolean;
  /**
   * Takes no further connections, does nothing to requests any more and closes each connection once its requests are answered;
   * those that take longer are closed all the same. Never rejects.
   */
  close: () => Promise<void>;
}>;

/**
 * Listens at all addresses of the pod, both families, and passes on what comes to the fault's port at the address to which it
 * came. Its own connections begin in the pod, so that no rule for what comes to the pod leads them back here.
 * @throws the system's error where it can't listen
 */
export async function openProxy(options: ProxyOptions): Promise<RequestProxy> {
  const { fault, listenPort = 0, random, drainLimitMs = DRAIN_LIMIT_MS } = options;
  const tally = createTally();
  const calm = new AbortController();
  const judge = createJudge(fault, tally, calm.signal, random);
  const connections = new Map<Connection, Promise<void>>();
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  server.maxConnections = CONNECTION_LIMIT;
  server.on('drop', () => tally.refused++);
  server.on('connection', (client: Socket) => {
    const connection = open(client, fault.port, { judge, tally, calm: calm.signal });
    connections.set(
      connection,
      connection.run().finally(() => connections.delete(connection)),
    );
  });
  await listen(server, listenPort);
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ ...tally }),
    isListening: () => server.listening,
    close: async () => {
      if (server.listening) server.close();
      calm.abort();
      if (connections.size === 0) return;
      for (const connection of connections.keys()) connection.finish();
      await all(connections.values(), drainLimitMs);
      for (const connection of connections.keys()) connection.end();
      await all(connections.values(), 2 * LINGER_MS);
      await pause(LAST_PACKETS_MS);
    },
  };
}

function open(client: Socket, port: number, options: RelayOptions): Connection {
  const { localAddress = '' } = client;
  // An IPv4 address as IPv6 sockets write it.
  const host = localAddress.replace(/^::ffff:/, '');
  const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
  return new Connection(client, server, options);
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
