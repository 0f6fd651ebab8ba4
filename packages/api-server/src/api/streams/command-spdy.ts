import type { Duplex } from 'node:stream';
import { serveSpdy } from '../../spdy/connection.ts';
import type { SpdyStream } from '../../spdy/stream.ts';
import { STREAM_CREATION_TIMEOUT_MS } from '../../machinery/limits.ts';
import type { CommandOptions } from './command-options.ts';
import type { CommandStreams } from './command-streams.ts';
import { readTerminalSizes } from './terminal-sizes.ts';

/** What streams can be for. */
type StreamType = 'error' | 'stdin' | 'stdout' | 'stderr' | 'resize';

/**
 * Waits for a client of SPDY to open the streams that it asked for; undefined where it does not in time, or leaves.
 *
 * Source: cri-streaming/pkg/streaming/remotecommand/httpstream.go (`v4ProtocolHandler`).
 */
export function commandSpdy(transport: Duplex, options: CommandOptions): Promise<CommandStreams | undefined> {
  const expected: StreamType[] = [
    'error',
    ...(['stdin', 'stdout', 'stderr'] as const).filter((type) => options[type]),
    ...(options.tty ? (['resize'] as const) : []),
  ];
  const found = new Map<StreamType, Duplex>();
  return new Promise((resolve) => {
    const onStream = ({ headers, duplex }: SpdyStream): boolean => {
      const type = expected.find((each) => each === headers.get('streamtype'));
      if (type === undefined || found.has(type)) return false;
      found.set(type, duplex);
      // The last is answered before anything is sent on it.
      if (found.size === expected.length) setImmediate(() => settle(streams()));
      return true;
    };
    const connection = serveSpdy(transport, { onStream });
    const timer = setTimeout(() => {
      connection.end();
      settle(undefined);
    }, STREAM_CREATION_TIMEOUT_MS);
    const settle = (result: CommandStreams | undefined): void => {
      clearTimeout(timer);
      resolve(result);
    };
    void connection.closed.then(() => settle(undefined));

    const streams = (): CommandStreams => {
      const [errors, sizes] = [found.get('error'), found.get('resize')];
      // Nobody sends anything there.
      for (const type of ['error', 'stdout', 'stderr'] as const) found.get(type)?.resume();
      return {
        stdin: found.get('stdin'),
        stdout: found.get('stdout'),
        stderr: found.get('stderr'),
        onSize: (action) => {
          if (sizes !== undefined) readTerminalSizes(sizes, action);
        },
        finish: (status) => errors?.end(JSON.stringify(status), connection.end),
        closed: connection.closed,
      };
    };
  });
}
