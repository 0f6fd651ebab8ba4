import type { Readable, Writable } from 'node:stream';
import type { TerminalSize } from '../containers.ts';
import type { Status } from '../../machinery/api-error.ts';

/** The streams of a client of exec or attach, whatever they are carried by; those it did not ask for are undefined. */
export type CommandStreams = Readonly<{
  stdin: Readable | undefined;
  stdout: Writable | undefined;
  stderr: Writable | undefined;
  /** Calls for each size that the client's terminal has. */
  onSize: (action: (size: TerminalSize) => void) => void;
  /** Sends what it came to, and ends the connection in good order. */
  finish: (status: Status) => void;
  /** Settles when the connection is gone; never rejects. */
  closed: Promise<void>;
}>;

/** What is spoken on both kinds of connections: the fifth version only adds how a client closes its standard input. */
export const COMMAND_PROTOCOLS = {
  websocket: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
  spdy: ['v4.channel.k8s.io'],
} as const;
