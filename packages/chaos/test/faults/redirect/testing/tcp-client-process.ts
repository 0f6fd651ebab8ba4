// A client that keeps one connection open. A line on its standard input is sent as it is, but for `END`, which ends its half. It says
// in lines what comes, how many bytes that are in all, and how long after the last line it came, in ms.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [host = '', port = '', localAddress] = process.argv.slice(2);
const socket = connect({
  host,
  port: Number(port),
  allowHalfOpen: true,
  noDelay: true,
  ...(localAddress === undefined ? {} : { localAddress }),
});
let bytes = 0;
let sinceMs = performance.now();
const say = (line: object): void =>
  void process.stdout.write(`${JSON.stringify({ ...line, ms: performance.now() - sinceMs })}\n`);
socket.on('connect', () => say({ what: 'open' }));
socket.on('data', (part) => {
  bytes += part.length;
  say({ what: 'data', bytes, text: part.toString('latin1', 0, 100) });
});
socket.on('end', () => say({ what: 'end', bytes }));
socket.on('error', (error: NodeJS.ErrnoException) => say({ what: error.code, bytes }));
socket.on('close', () => process.exit());
createInterface(process.stdin).on('line', (line) => {
  sinceMs = performance.now();
  if (line === 'END') socket.end();
  else socket.write(`${line}\n`);
});
