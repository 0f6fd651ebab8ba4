import { Readable, Writable } from 'node:stream';
import type { WebSocket } from 'ws';

/** Channel on which a client says, by its number, that it has closed another. Source: apimachinery/pkg/util/remotecommand/constants.go. */
const CLOSE_CHANNEL = 255;

/** A good end. Source: RFC 6455, section 7.4.1. */
const NORMAL_CLOSURE = 1_000;

/** The channels of a WebSocket: each message begins with the number of one. */
export type Channels = Readonly<{
  /** What comes on a channel. Nobody sends anything on a channel that nobody reads. */
  readable: (channel: number) => Readable;
  /** What is written to a channel. */
  writable: (channel: number) => Writable;
  /** Settles when the connection is gone; never rejects. */
  closed: Promise<void>;
  /** Closes it in good order. */
  close: () => void;
}>;

/**
 * Divides a WebSocket into channels. While one of them has more than its reader takes, nothing is read of any.
 *
 * Source: apimachinery/pkg/util/httpstream/wsstream/conn.go.
 */
export function createChannels(webSocket: WebSocket): Channels {
  const readables = new Map<number, Readable>();
  const writables = new Set<Writable>();
  const full = new Set<number>();

  const setFull = (channel: number, isFull: boolean): void => {
    if (isFull) full.add(channel);
    else full.delete(channel);
    if (webSocket.readyState !== webSocket.OPEN) return;
    if (full.size > 0) webSocket.pause();
    else webSocket.resume();
  };

  webSocket.on('message', (message) => {
    const [channel, closing] = message;
    if (channel === undefined) return;
    if (channel === CLOSE_CHANNEL) {
      if (closing !== undefined) end(closing);
      return;
    }
    const readable = readables.get(channel);
    if (readable === undefined || readable.destroyed || readable.readableEnded || message.length === 1)
      return;
    if (!readable.push(message.subarray(1))) setFull(channel, true);
  });

  const end = (channel: number): void => {
    const readable = readables.get(channel);
    readables.delete(channel);
    readable?.push(null);
  };

  const closed = new Promise<void>((resolve) => {
    webSocket.once('close', () => {
      for (const readable of readables.values()) readable.destroy();
      for (const writable of writables) writable.destroy();
      resolve();
    });
  });

  return {
    readable: (channel) => {
      const readable = new Readable({
        read: () => setFull(channel, false),
        destroy: (error, done) => {
          readables.delete(channel);
          setFull(channel, false);
          done(error);
        },
      });
      readables.set(channel, readable);
      return readable;
    },
    writable: (channel) => {
      const prefix = Buffer.from([channel]);
      const writable = new Writable({
        write: (chunk: Buffer, _encoding, done) => webSocket.send(Buffer.concat([prefix, chunk]), done),
        destroy: (error, done) => {
          writables.delete(writable);
          done(error);
        },
      });
      // That the client has left is told by `closed`.
      writable.on('error', () => {});
      writables.add(writable);
      return writable;
    },
    closed,
    close: () => webSocket.close(NORMAL_CLOSURE),
  };
}
