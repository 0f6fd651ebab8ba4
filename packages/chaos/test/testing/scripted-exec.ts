import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Test } from 'tap';

/** What a command in a container comes to: an HTTP status instead of a connection, or its end. */
export type ExecScript = (
  command: readonly string[],
) => Readonly<{ http: number }> | Readonly<{ exitCode: number | 'not-started' | 'cut'; output?: string }>;

/** The key that RFC 6455 has a server add. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Answers pods/exec as Kubernetes does, over a real WebSocket; no command is ever run. */
export function scriptedExec(t: Test, server: Server, script: ExecScript): string[][] {
  const commands: string[][] = [];
  const sockets = new Set<Duplex>();
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
  });
  server.on('upgrade', (request, socket: Duplex) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const command = new URL(request.url ?? '/', 'http://localhost').searchParams.getAll('command');
    commands.push(command);
    const end = script(command);
    if ('http' in end) {
      socket.end(`HTTP/1.1 ${end.http} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64');
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${key}\r\nSec-WebSocket-Protocol: v4.channel.k8s.io\r\n\r\n`,
    );
    if (end.output !== undefined) socket.write(frame(2, end.output));
    if (end.exitCode === 'cut') socket.end();
    else socket.write(frame(3, JSON.stringify(statusOf(end.exitCode, command))));
  });
  return commands;
}

/** One binary message on a channel: 1 is standard output, 2 standard error, 3 the status. */
function frame(channel: number, text: string): Buffer {
  const payload = Buffer.concat([Buffer.from([channel]), Buffer.from(text)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(payload.length);
  const header = payload.length < 126 ? [0x82, payload.length] : [0x82, 126, ...length];
  return Buffer.concat([Buffer.from(header), payload]);
}

/** As the kubelet and containerd word it. */
function statusOf(exitCode: number | 'not-started', [program]: readonly string[]): object {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  if (exitCode === 'not-started') {
    const message = `error executing command in container: OCI runtime exec failed: exec: "${program}": executable file not found in $PATH: unknown`;
    return { metadata: {}, status: 'Failure', reason: 'InternalError', message, code: 500 };
  }
  return {
    metadata: {},
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code ${exitCode}`,
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}
