import { connect } from 'node:net';
import { dialError, joinHostPort } from './go-errors.ts';
import type { ProbeResult } from './probe-result.ts';

/** What a `tcpSocket` probe needs. */
export type TcpProbe = Readonly<{ host: string; port: number; timeoutMs: number }>;

/** Passes if a connection is accepted in time; it is closed at once. Source: pkg/probe/tcp/tcp.go (`DoTCPProbe`). */
export function tcpProbe({ host, port, timeoutMs }: TcpProbe): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (result: ProbeResult): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      finish({ passed: false, output: `dial tcp ${joinHostPort(host, port)}: i/o timeout` });
    }, timeoutMs);
    socket.once('connect', () => finish({ passed: true, output: '' }));
    socket.on('error', (error) => finish({ passed: false, output: dialError(error, host, port) }));
  });
}
