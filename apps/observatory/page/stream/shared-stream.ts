import type { StreamFrom, StreamListener, Told } from './open-stream.ts';

/** One who follows a shared stream. */
export type Reader = StreamListener;

/** Frames that are kept for who joins or comes back: as many as a server keeps, and no more characters than these. */
const MAX_FRAMES = 600;
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** The server says something every five seconds: a stream that was heard within these, in ms, is alive. */
const ALIVE_MS = 6_000;

/** After so long without anything, in ms, a stream is taken for dead and opened again for who joins. */
const SILENCE_MS = 12_000;

/** Who gave no sign for so long, in ms, is gone; who was only busy comes back with its next one. */
const GONE_MS = 20_000;

type Open = (from: StreamFrom, listener: StreamListener) => () => void;

/**
 * What a server tells, handed on to many who hold different moments of it: each gets all frames after its own, none twice, and
 * whoever is too far behind is told to begin anew, as by the server. It is open while anybody follows.
 */
export class SharedStream {
  readonly #open: Open;
  readonly #nowMs: () => number;
  /** When each has given a sign. */
  readonly #readers = new Map<Reader, number>();
  /** Frames up to the cursor, without a gap. */
  readonly #frames: string[] = [];
  #characters = 0;
  #epoch: string | undefined;
  #cursor = -1;
  #status: string | undefined;
  #close: (() => void) | undefined;
  #heardAtMs = -Infinity;
  #openedAtMs = -Infinity;

  /** `open` follows the server itself. */
  constructor(open: Open, nowMs: () => number = () => performance.now()) {
    this.#open = open;
    this.#nowMs = nowMs;
  }

  /** Adds one who holds a moment, and tells it what came since; for one who follows it is a sign of being there. */
  join(reader: Reader, from: StreamFrom): void {
    if (this.#readers.has(reader)) {
      this.#readers.set(reader, this.#nowMs());
      return;
    }
    const isAlive = this.#close !== undefined && this.#nowMs() - this.#heardAtMs < ALIVE_MS;
    if (from.epoch !== this.#epoch) {
      // What is heard now knows better of which start of the server it is than a page that slept.
      if (isAlive) {
        reader.told('resync', '');
        return;
      }
      this.#tell('resync', '');
      this.#readers.clear();
      this.#end();
      this.#begin(from);
    }
    const missed = this.#after(from.cursor);
    if (missed === undefined) {
      reader.told('resync', '');
      return;
    }
    this.#readers.set(reader, this.#nowMs());
    for (const text of missed) reader.told('d', text);
    if (isAlive && this.#status !== undefined) reader.told('s', this.#status);
    this.#follow();
  }

  leave(reader: Reader): void {
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.#end();
  }

  /** Opens the stream where it is not, or has died. */
  #follow(): void {
    const lastMs = Math.max(this.#heardAtMs, this.#openedAtMs);
    if (this.#close !== undefined && this.#nowMs() - lastMs < SILENCE_MS) return;
    this.#end();
    this.#openedAtMs = this.#nowMs();
    this.#close = this.#open(
      { epoch: this.#epoch ?? '', cursor: this.#cursor },
      {
        told: (type, text) => this.#learn(type, text),
        lost: (isOver) => {
          this.#heardAtMs = -Infinity;
          if (isOver) this.#end();
          for (const each of this.#readers.keys()) each.lost(isOver);
        },
      },
    );
  }

  #end(): void {
    this.#close?.();
    this.#close = undefined;
    this.#heardAtMs = -Infinity;
  }

  #learn(type: Told, text: string): void {
    this.#heardAtMs = this.#nowMs();
    for (const [each, signMs] of this.#readers) if (this.#heardAtMs - signMs > GONE_MS) this.leave(each);
    if (type === 's') this.#status = text;
    else if (type === 'resync') this.#begin(JSON.parse(text) as StreamFrom);
    else {
      const { n } = JSON.parse(text) as Readonly<{ n: number }>;
      if (n <= this.#cursor) return;
      if (n !== this.#cursor + 1) this.#forget();
      this.#keep(n, text);
    }
    this.#tell(type, text);
  }

  #tell(type: Told, text: string): void {
    for (const each of this.#readers.keys()) each.told(type, text);
  }

  #begin({ epoch, cursor }: StreamFrom): void {
    if (epoch !== this.#epoch) this.#status = undefined;
    this.#epoch = epoch;
    this.#cursor = cursor;
    this.#forget();
  }

  #forget(): void {
    this.#frames.length = 0;
    this.#characters = 0;
  }

  #keep(n: number, text: string): void {
    this.#cursor = n;
    this.#frames.push(text);
    this.#characters += text.length;
    while (this.#frames.length > MAX_FRAMES || this.#characters > MAX_CHARACTERS) {
      this.#characters -= this.#frames.shift()?.length ?? 0;
    }
  }

  /** Frames after a cursor; undefined where one of them is not kept. Whoever holds more than was heard here misses nothing. */
  #after(cursor: number): readonly string[] | undefined {
    const count = Math.max(0, this.#cursor - cursor);
    return count > this.#frames.length ? undefined : this.#frames.slice(this.#frames.length - count);
  }
}
