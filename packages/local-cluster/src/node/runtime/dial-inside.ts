import { Duplex } from 'node:stream';
import type { ExecSessions } from './exec-sessions.ts';

/** Joins its standard streams to a TCP connection; what went wrong is its last line of error output. */
const RELAY = `const [host, port] = process.argv.slice(-2);
  const socket = require('node:net').connect({ host, port: Number(port), allowHalfOpen: true });
  socket.on('error', ({ message }) => { console.error(message); process.exit(1); });
  process.stdin.pipe(socket);
  const output = require('node:fs').createWriteStream('', { fd: 1 });
  output.on('error', () => process.exit(1));
  socket.pipe(output);`;

/**
 * Connects to an address in a network namespace, by a process within it: Node.js can't enter one. That nobody listens there is
 * seen as a connection that ends at once.
 */
export async function dialInside(
  { open }: Pick<ExecSessions, 'open'>,
  { host, port }: Readonly<{ host: string; port: number }>,
): Promise<Duplex> {
  const command = [process.execPath, '-e', RELAY, host, String(port)];
  const session = await open(command, { stdin: true, tty: false });
  session.stderr.resume();
  const pair = { readable: session.stdout, writable: session.stdin };
  // The types of Node.js know of web streams only.
  const duplex = Duplex.from(pair as never);
  duplex.once('close', session.kill);
  return duplex;
}
