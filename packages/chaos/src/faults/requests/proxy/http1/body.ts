import { CHUNK_LINE_LIMIT_BYTES } from '../../limits.ts';

/** The body of one message as its bytes come; nothing is changed, only its end is found. */
export type Body = Readonly<{
  /** How many of these bytes belong to it. What can't be read as one belongs to it to its last byte. */
  take: (bytes: Buffer) => number;
  /** Whether it is complete. */
  isDone: () => boolean;
  /** Whether it can't be read: then nobody knows where it ends. */
  isBroken: () => boolean;
}>;

const NEVER = (): boolean => false;

/** A message without a body. */
export const NO_BODY: Body = { take: () => 0, isDone: () => true, isBroken: NEVER };

/** A body that ends with the connection. */
export const UNTIL_CLOSE: Body = { take: (bytes) => bytes.length, isDone: NEVER, isBroken: NEVER };

/** A body of so many bytes. */
export function sizedBody(length: number): Body {
  let rest = length;
  return {
    take: (bytes) => {
      const taken = Math.min(rest, bytes.length);
      rest -= taken;
      return taken;
    },
    isDone: () => rest === 0,
    isBroken: NEVER,
  };
}

/** A body in chunks: sizes in hexadecimal digits, data, and lines of trailers to an empty one. Source: RFC 9112, 7.1. */
export function chunkedBody(): Body {
  const chunks = new Chunks();
  return {
    take: (bytes) => chunks.take(bytes),
    isDone: () => chunks.state === 'done',
    isBroken: () => chunks.state === 'broken',
  };
}

class Chunks {
  state: 'size' | 'data' | 'after-data' | 'trailers' | 'done' | 'broken' = 'size';
  #line = '';
  #rest = 0;

  take(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.state !== 'done') {
      if (this.state === 'broken') return bytes.length;
      at = this.state === 'data' ? this.#data(bytes, at) : this.#untilLine(bytes, at);
    }
    return at;
  }

  #data(bytes: Buffer, at: number): number {
    const taken = Math.min(this.#rest, bytes.length - at);
    this.#rest -= taken;
    if (this.#rest === 0) this.state = 'after-data';
    return at + taken;
  }

  /** Collects a line, and goes on where it is complete. */
  #untilLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(0x0a, at);
    const to = end < 0 ? bytes.length : end + 1;
    this.#line += bytes.toString('latin1', at, to);
    if (this.#line.length > CHUNK_LINE_LIMIT_BYTES) this.state = 'broken';
    else if (end >= 0) {
      const line = this.#line.replace(/\r?\n$/, '');
      this.#line = '';
      this.state = this.#after(line);
    }
    return to;
  }

  #after(line: string): Chunks['state'] {
    if (this.state === 'trailers') return line === '' ? 'done' : 'trailers';
    if (this.state === 'after-data') return line === '' ? 'size' : 'broken';
    const [, digits] = /^([0-9A-Fa-f]{1,13})[ \t]*(?:;.*)?$/.exec(line) ?? [];
    if (digits === undefined) return 'broken';
    this.#rest = Number.parseInt(digits, 16);
    return this.#rest === 0 ? 'trailers' : 'data';
  }
}
