import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { connect as connectTo, type Kubernetes } from '../../src/kubernetes/connect.ts';
import { freshFolder, type TestCluster } from './cluster.ts';

/** A way to an API server that can be cut. */
export type Relay = Readonly<{
  kube: Kubernetes;
  /** Breaks all connections; until it is mended, new ones are refused (`closed`) or get no answer (`silent`). */
  cut: (how: 'closed' | 'silent') => void;
  mend: () => void;
  /** How many connections were made so far. */
  connections: () => number;
}>;

/** A client of a cluster behind a relay. */
export async function relayFor(t: Test, { cluster }: TestCluster): Promise<Relay> {
  const sockets = new Set<Socket>();
  let how: 'open' | 'closed' | 'silent' = 'open';
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    keep(socket);
    if (how === 'closed') socket.destroy();
    if (how !== 'open') return;
    const upstream = connect(Number(new URL(cluster.url).port), '127.0.0.1');
    keep(upstream);
    socket.pipe(upstream).pipe(socket);
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(() => {
    server.close();
    drop();
  });
  const port = (server.address() as AddressInfo).port;
  const kubeconfig = join(freshFolder(t), 'kubeconfig');
  const text = readFileSync(cluster.kubeconfig, 'utf8').replaceAll(cluster.url, `https://127.0.0.1:${port}`);
  writeFileSync(kubeconfig, text, { mode: 0o600 });
  return {
    kube: await connectTo({ kubeconfig }),
    connections: () => connections,
    cut: (next) => {
      how = next;
      drop();
    },
    mend: () => {
      how = 'open';
      drop();
    },
  };
}
