/** What is behind the proxies: one port sends without end to whoever connects, one sends back what it gets. Ends with its parent. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

const CHUNK = Buffer.alloc(65_536, 'x');

function flood(socket: Socket): void {
  const more = (): void => {
    while (socket.writable && socket.write(CHUNK));
  };
  socket.on('drain', more);
  more();
}

const ports = await Promise.all(
  [flood, (socket: Socket) => void socket.pipe(socket)].map(async (serve) => {
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => undefined);
      serve(socket);
    });
    await new Promise<void>((resolve) =>
      server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, resolve),
    );
    return (server.address() as AddressInfo).port;
  }),
);
process.stdout.write(`${JSON.stringify({ flood: ports[0], echo: ports[1] })}\n`);
process.stdin.resume().on('end', () => process.exit(0));
