import { Duplex } from 'node:stream';
import type { SpdyHeaders } from './header-block.ts';

/** A stream that a client opened. */
export type SpdyStream = Readonly<{
  id: number;
  headers: SpdyHeaders;
  /** Its bytes, both ways, each of which may end before the other. Destroyed, it is reset. */
  duplex: Duplex;
}>;

/** The same as its connection sees it. */
export type StreamSide = Readonly<{
  stream: SpdyStream;
  /** Takes what came. */
  push: (bytes: Buffer) => void;
  /** Nothing more comes. */
  end: () => void;
  /** The client, or the whole connection, is gone. */
  abandon: () => void;
  /** How many bytes wait to be read. */
  backlog: () => number;
  /** Settles when some were, or nobody will. */
  room: () => Promise<void>;
}>;

/** What a stream does to its connection. */
export type StreamHooks = Readonly<{
  send: (bytes: Buffer, isFin: boolean, done: (error?: Error | null) => void) => void;
  reset: () => void;
  forget: () => void;
}>;

/** Makes the stream of a connection with this id. */
export function createSpdyStream(id: number, headers: SpdyHeaders, hooks: StreamHooks): StreamSide {
  let isAbandoned = false;
  let hasEnded = false;
  let makeRoom = (): void => {};

  const duplex = new Duplex({
    allowHalfOpen: true,
    read: () => makeRoom(),
    write: (chunk: Buffer, _encoding, done) => hooks.send(chunk, false, done),
    final: (done) => {
      if (isAbandoned) done();
      else hooks.send(Buffer.alloc(0), true, done);
    },
    destroy: (error, done) => {
      hooks.forget();
      const isOver = duplex.readableEnded && duplex.writableFinished;
      if (!isOver && !isAbandoned) hooks.reset();
      makeRoom();
      done(error);
    },
  });
  // A client may reset any stream at any time; whoever uses it sees that it is closed.
  duplex.on('error', () => {});

  return {
    stream: { id, headers, duplex },
    push: (bytes) => {
      if (!hasEnded && !duplex.destroyed) duplex.push(bytes);
    },
    end: () => {
      if (hasEnded || duplex.destroyed) return;
      hasEnded = true;
      duplex.push(null);
    },
    abandon: () => {
      isAbandoned = true;
      duplex.destroy();
    },
    backlog: () => (duplex.destroyed ? 0 : duplex.readableLength),
    room: () =>
      new Promise((resolve) => {
        makeRoom = resolve;
        if (duplex.destroyed) resolve();
      }),
  };
}
