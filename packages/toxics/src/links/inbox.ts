import type { Socket } from 'node:net';
import { MAX_SPARE_INBOXES, READ_BYTES, SMALL_READ_BYTES } from '../limits.ts';

type Memory = Buffer<ArrayBuffer>;

const spare: Memory[] = [];

/**
 * Memory that a socket reads into, which is used again: a new piece for each read is what a proxy in Node.js spends most of its time
 * with. It is small until a read has filled it, so that connections on which little comes take little.
 */
export class Inbox {
  #memory: Memory = memoryOf(SMALL_READ_BYTES);

  /** What the socket reads into next. */
  get memory(): Memory {
    return this.#memory;
  }

  /** What was read just now, for use until `reuse`, or until what it is lent for is done. */
  read(length: number): Memory {
    return this.#memory.subarray(0, length);
  }

  /** Whether so little was read that it is copied rather than having all of the memory lent for it: what waits takes twice its room at most. */
  isLittle(length: number): boolean {
    return 2 * length <= this.#memory.length;
  }

  /** What was read has been dealt with: the next read may use its memory. */
  reuse(length: number): void {
    const before = this.#memory;
    const bytes = this.#bytesAfter(length);
    if (bytes === before.length) return;
    this.#memory = memoryOf(bytes);
    giveBack(before);
  }

  /** What was read is on its way out through a socket, which needs its memory until then: the next read gets another. */
  lend(length: number, sink: Socket): void {
    const lent = this.#memory;
    this.#memory = memoryOf(this.#bytesAfter(length));
    // Whether it was sent or the socket is broken: the write before this one is over then.
    sink.write('', () => giveBack(lent));
  }

  #bytesAfter(length: number): number {
    if (length === this.#memory.length) return READ_BYTES;
    return length <= SMALL_READ_BYTES ? SMALL_READ_BYTES : this.#memory.length;
  }
}

function memoryOf(bytes: number): Memory {
  return (bytes === READ_BYTES ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(bytes);
}

function giveBack(memory: Memory): void {
  if (memory.length === READ_BYTES && spare.length < MAX_SPARE_INBOXES) spare.push(memory);
}
