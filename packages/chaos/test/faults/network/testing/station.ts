// Runs inside a namespace: listens on the ports given as arguments, and connects where its standard input says.
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

for (const port of process.argv.slice(2))
  createServer((socket) => {
    // A peer that resets is nothing to die of.
    socket.on('error', () => undefined);
    socket.end('hello');
  }).listen({ port: Number(port), host: '::' });

createInterface(process.stdin).on('line', (line) => {
  const [id, host = '', port, timeoutMs] = line.split(' ');
  const socket = connect({ host, port: Number(port) });
  const answer = (text: string): void => {
    socket.destroy();
    clearTimeout(timer);
    process.stdout.write(`${id} ${text}\n`);
  };
  const timer = setTimeout(() => answer('silent'), Number(timeoutMs));
  socket.on('error', (error: NodeJS.ErrnoException) => answer(error.code ?? 'error'));
  // Only what comes back proves that both directions are open.
  socket.on('data', () => answer('open'));
});
process.stdout.write('ready\n');
