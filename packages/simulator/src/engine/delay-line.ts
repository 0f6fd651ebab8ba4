import { CHUNK, WIDTH } from './chunk.ts';
import { NEVER } from './wheel.ts';

/** A piece of a line. */
type Chunk = { readonly words: Int32Array<ArrayBuffer>; next: Chunk | undefined };

/**
 * What is due after a delay that is the same for all lies in the order of its coming. Cheaper than a wheel, as nothing is looked
 * for. It takes as much memory as most have ever waited, in chunks, so that none of them is ever copied.
 */
export class DelayLine {
  /** When the first is due; NEVER where none waits. */
  nextAt: number = NEVER;
  /** How many wait. */
  size = 0;
  #head: Chunk = { words: new Int32Array(CHUNK * WIDTH), next: undefined };
  #tail: Chunk = this.#head;
  /** Where the first is in the head, and where the next goes in the tail. */
  #first = 0;
  #end = 0;
  #spare: Chunk | undefined;

  /** Empties it. */
  reset(): void {
    while (this.#head !== this.#tail) this.#dropHead();
    this.#first = 0;
    this.#end = 0;
    this.size = 0;
    this.nextAt = NEVER;
  }

  /** The pod that is first. */
  get pod(): number {
    return this.#head.words[this.#first + 1]!;
  }

  /** The word beside it. */
  get word(): number {
    return this.#head.words[this.#first + 2]!;
  }

  /** How many are due when the first is, of those that lie together with it; no more than a limit. */
  due(limit: number): number {
    const { words } = this.#head;
    const end = Math.min(this.#first + limit * WIDTH, this.#head === this.#tail ? this.#end : CHUNK * WIDTH);
    let at = this.#first;
    while (at < end && words[at] === this.nextAt) at += WIDTH;
    return (at - this.#first) / WIDTH;
  }

  /** The pod of one of those, from 0. */
  podAt(index: number): number {
    return this.#head.words[this.#first + index * WIDTH + 1]!;
  }

  /** Puts one in, due no earlier than the last. */
  add(atMs: number, pod: number, word: number): void {
    if (this.#end === CHUNK * WIDTH) this.#extend();
    const { words } = this.#tail;
    const at = this.#end;
    words[at] = atMs;
    words[at + 1] = pod;
    words[at + 2] = word;
    this.#end = at + WIDTH;
    if (this.size === 0) this.nextAt = atMs;
    this.size++;
  }

  /** Takes the first out; gives its pod. */
  shift(): number {
    const { pod } = this;
    this.#drop(1);
    return pod;
  }

  /**
   * Takes the first out, as many as `due` gave at most, and puts in again for `atMs` those whose word is later than that. Nothing in it
   * is decided by a branch, which would often be foreseen wrongly.
   */
  renew(count: number, atMs: number): void {
    const { words } = this.#head;
    const end = this.#first + count * WIDTH;
    let tail = this.#tail.words;
    let to = this.#end;
    for (let from = this.#first; from < end; from += WIDTH) {
      if (to === CHUNK * WIDTH) {
        this.#extend();
        tail = this.#tail.words;
        to = 0;
      }
      const word = words[from + 2]!;
      tail[to] = atMs;
      tail[to + 1] = words[from + 1]!;
      tail[to + 2] = word;
      const isAgain = (atMs - word) >>> 31;
      to += isAgain * WIDTH;
      this.size += isAgain;
    }
    this.#end = to;
    this.#drop(count);
  }

  #drop(count: number): void {
    this.size -= count;
    this.#first += count * WIDTH;
    if (this.#first === CHUNK * WIDTH) {
      if (this.#head === this.#tail) this.#end = 0;
      else this.#dropHead();
      this.#first = 0;
    }
    this.nextAt = this.size === 0 ? NEVER : this.#head.words[this.#first]!;
  }

  #dropHead(): void {
    const head = this.#head;
    this.#head = head.next!;
    head.next = this.#spare;
    this.#spare = head;
  }

  #extend(): void {
    const chunk = this.#spare ?? { words: new Int32Array(CHUNK * WIDTH), next: undefined };
    this.#spare = chunk.next;
    chunk.next = undefined;
    this.#tail.next = chunk;
    this.#tail = chunk;
    this.#end = 0;
  }
}
