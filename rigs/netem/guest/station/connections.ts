import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { ConnectionProbe, ConnectionResult, Endpoint } from './orders.ts';

/** Answers every byte of a connection with itself, until the station ends. */
export async function echoConnections({ address, port }: Endpoint): Promise<null> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  server.listen(port, address);
  await once(server, 'listening');
  return null;
}

/** Connects and exchanges; an exchange ends when as many bytes came back as were sent. */
export async function probeConnection(probe: ConnectionProbe): Promise<ConnectionResult> {
  const { address: host, port } = probe.to;
  const began = performance.now();
  const socket = connect({
    host,
    port,
    noDelay: true,
    ...(probe.localPort === undefined ? {} : { localPort: probe.localPort }),
    ...(probe.typeOfService === undefined ? {} : { typeOfService: probe.typeOfService }),
  });
  const signal = AbortSignal.timeout(probe.timeoutMs);
  const exchangesMs: number[] = [];
  let connectMs = Number.NaN;
  try {
    await once(socket, 'connect', { signal });
    connectMs = performance.now() - began;
    for (let number = 0; number < probe.exchanges; number++) {
      exchangesMs.push(await exchange(socket, Buffer.alloc(probe.bytes ?? 1), signal));
    }
    return { connectMs, exchangesMs };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { connectMs, exchangesMs, error: signal.aborted ? 'no answer in time' : code };
  } finally {
    // Resets the connection, so that none of its packets are on their way when the next measurement begins.
    if (probe.localPort === undefined) socket.destroy();
    else socket.resetAndDestroy();
  }
}

async function exchange(socket: Socket, bytes: Buffer, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  let missing = bytes.length;
  socket.write(bytes);
  while (missing > 0) {
    const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
    missing -= chunk.length;
  }
  return performance.now() - began;
}
