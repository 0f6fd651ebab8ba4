import type { Duplex, Readable, Writable } from 'node:stream';
import { pause } from '../../../pause.ts';
import { LINGER_MS } from '../../redirect/limits.ts';
import { SLOW_PIECE_MS } from '../limits.ts';

/**
 * One side of a connection: a socket, or whatever is put around one. All that the proxy does is done to two of these, so that a
 * chain of streams that delays, cuts or slices bytes can stand on either side of it.
 */
export type Wire = Duplex & { resetAndDestroy?: () => unknown };

/** Reads a stream piece by piece, as fast as somebody asks: what nobody asks for stays in the socket and holds up its sender. */
export class ByteReader {
  readonly #stream: Readable;
  #held: Buffer | undefined;
  #woken = Promise.withResolvers<void>();
  readonly #wake = (): void => {
    const woken = this.#woken;
    this.#woken = Promise.withResolvers();
    woken.resolve();
  };

  constructor(stream: Readable) {
    this.#stream = stream;
    for (const event of ['readable', 'end', 'error', 'close']) stream.on(event, this.#wake);
  }

  /** The next bytes; undefined at the end. Rejects where the stream broke. */
  async read(): Promise<Buffer | undefined> {
    await this.ready();
    const bytes = this.#take();
    if (bytes !== undefined) return bytes;
    if (this.#stream.readableEnded) return undefined;
    throw this.#stream.errored ?? new Error('the connection broke');
  }

  /** Bytes that are there and stay there. */
  peek(): Buffer | undefined {
    this.#held = this.#take();
    return this.#held;
  }

  /** Settles when there are bytes, or the end. */
  async ready(): Promise<void> {
    while (this.peek() === undefined && !this.isOver()) await this.#woken.promise;
  }

  /** Whether no more bytes will come. */
  isOver(): boolean {
    return this.#held === undefined && (this.#stream.readableEnded || this.#stream.destroyed);
  }

  /** Puts bytes back before all others. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held = this.#held === undefined ? bytes : Buffer.concat([bytes, this.#held]);
  }

  /** Waits for more bytes than are there; false at the end. */
  async more(): Promise<boolean> {
    const had = this.#held;
    this.#held = undefined;
    await this.ready();
    const hasMore = this.#held !== undefined;
    if (had !== undefined) this.unread(had);
    return hasMore;
  }

  /** Gives the stream back as if nobody had read, for someone else to read it. */
  release(): void {
    for (const event of ['readable', 'end', 'error', 'close']) this.#stream.off(event, this.#wake);
    if (this.#held !== undefined) this.#stream.unshift(this.#held);
    this.#held = undefined;
  }

  #take(): Buffer | undefined {
    if (this.#held !== undefined) {
      const bytes = this.#held;
      this.#held = undefined;
      return bytes;
    }
    return (this.#stream.read() as Buffer | null) ?? undefined;
  }
}

/** Writes, and waits while the other end takes nothing. Rejects where it has gone. */
export async function send(sink: Writable, bytes: Buffer): Promise<void> {
  if (bytes.length === 0) return;
  if (sink.destroyed || sink.writableEnded) throw sink.errored ?? new Error('the connection was closed');
  if (sink.write(bytes)) return;
  await new Promise<void>((resolve, reject) => {
    const done = (): void => {
      sink.off('drain', done).off('close', done);
      if (sink.destroyed) reject(sink.errored ?? new Error('the connection was closed'));
      else resolve();
    };
    sink.on('drain', done).on('close', done);
  });
}

/** A way to write: at once, or slowly. */
export type Send = (sink: Writable, bytes: Buffer) => Promise<void>;

/** Writes so many bytes a second, in small pieces; at once from when `calm` is aborted. */
export function slowly(bytesPerSecond: number, calm: AbortSignal): Send {
  const pieceBytes = Math.max(1, Math.round((bytesPerSecond * SLOW_PIECE_MS) / 1_000));
  let dueMs = performance.now();
  return async (sink, bytes) => {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      if (calm.aborted) return send(sink, bytes.subarray(from));
      const piece = bytes.subarray(from, from + pieceBytes);
      dueMs = Math.max(dueMs, performance.now()) + (piece.length / bytesPerSecond) * 1_000;
      await pause(dueMs - performance.now(), calm);
      await send(sink, piece);
    }
  };
}

/** Passes on everything to the end. */
export async function pump(from: ByteReader, to: Writable): Promise<void> {
  for (let bytes = await from.read(); bytes !== undefined; bytes = await from.read()) await send(to, bytes);
  to.end();
}

/** Ends a side as a program that crashes does: the other end gets a reset. */
export function reset(wire: Wire): void {
  if (wire.resetAndDestroy === undefined) wire.destroy();
  else wire.resetAndDestroy();
}

/** Closes a side in order: what was written leaves first, and the other end has a moment to close its own half. */
export function close(wire: Wire): void {
  if (wire.destroyed) return;
  if (!wire.writableEnded) wire.end();
  wire.resume();
  const timer = setTimeout(() => wire.destroy(), LINGER_MS);
  wire.once('close', () => clearTimeout(timer));
}
