import type { Channels } from './channels.ts';
import type { CommandOptions } from './command-options.ts';
import type { CommandStreams } from './command-streams.ts';
import { readTerminalSizes } from './terminal-sizes.ts';

/** Numbers of channels. Source: cri-streaming/pkg/streaming/remotecommand/constants.go. */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;

/**
 * The streams of a client that speaks by channels of a WebSocket.
 *
 * Source: cri-streaming/pkg/streaming/remotecommand/websocket.go (`createWebSocketStreams`).
 */
export function commandChannels(channels: Channels, options: CommandOptions): CommandStreams {
  const sizes = channels.readable(CHANNEL.resize);
  const errors = channels.writable(CHANNEL.error);
  const streams = {
    stdin: options.stdin ? channels.readable(CHANNEL.stdin) : undefined,
    stdout: options.stdout ? channels.writable(CHANNEL.stdout) : undefined,
    stderr: options.stderr ? channels.writable(CHANNEL.stderr) : undefined,
  };
  // An empty message tells the client that it is connected.
  (streams.stdout ?? streams.stderr ?? errors).write(Buffer.alloc(0));
  if (!options.tty) sizes.resume();
  return {
    ...streams,
    onSize: (action) => readTerminalSizes(sizes, action),
    finish: (status) => errors.end(JSON.stringify(status), channels.close),
    closed: channels.closed,
  };
}
