// A client that keeps one connection open and asks over it, once for each line on its standard input.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [host = '', port = '', localAddress] = process.argv.slice(2);
const socket = connect({ port: Number(port), host, ...(localAddress === undefined ? {} : { localAddress }) });
socket.on('data', (part) => process.stdout.write(`${JSON.stringify(part.toString())}\n`));
socket.on('error', ({ message }) => process.stdout.write(`${JSON.stringify(message)}\n`));
socket.on('close', () => process.exit());
createInterface(process.stdin).on('line', (path) =>
  socket.write(`GET ${path} HTTP/1.1\r\nHost: pod\r\n\r\n`),
);
