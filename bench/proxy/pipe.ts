/** The plainest proxy in Node.js, to compare with: two pipes a connection. Ends with its parent. */
import { connect, createServer, type AddressInfo } from 'node:net';

const places = await Promise.all(
  process.argv.slice(2).map(async (port) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      const upstream = connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true, noDelay: true });
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        socket.on('error', () => other.destroy());
        socket.pipe(other);
      }
    });
    await new Promise<void>((resolve) =>
      server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, resolve),
    );
    return (server.address() as AddressInfo).port;
  }),
);
process.stdout.write(`${JSON.stringify(places)}\n`);
process.stdin.resume().on('end', () => process.exit(0));
