import { NEVER } from './wheel.ts';

const FIRST_CAPACITY = 64;

/**
 * What is due after a delay that is the same for all: a ring in which it lies in the order of its coming. Cheaper than a wheel, as
 * nothing is looked for. Each entry has a pod and a word beside it.
 */
export class DelayLine {
  #pods = new Int32Array(FIRST_CAPACITY);
  #words = new Int32Array(FIRST_CAPACITY);
  #times = new Int32Array(FIRST_CAPACITY);
  #first = 0;
  #count = 0;

  /** Empties it. */
  reset(): void {
    this.#first = 0;
    this.#count = 0;
  }

  /** How many wait. */
  get size(): number {
    return this.#count;
  }

  /** When the first is due; NEVER where none waits. */
  get nextAt(): number {
    return this.#count === 0 ? NEVER : this.#times[this.#first]!;
  }

  /** The pod that is first. */
  get pod(): number {
    return this.#pods[this.#first]!;
  }

  /** The word beside it. */
  get word(): number {
    return this.#words[this.#first]!;
  }

  /** Puts one in, due no earlier than the last. */
  add(atMs: number, pod: number, word: number): void {
    if (this.#count === this.#pods.length) this.#grow();
    const at = (this.#first + this.#count) & (this.#pods.length - 1);
    this.#pods[at] = pod;
    this.#words[at] = word;
    this.#times[at] = atMs;
    this.#count++;
  }

  /** Takes the first out. */
  shift(): void {
    this.#first = (this.#first + 1) & (this.#pods.length - 1);
    this.#count--;
  }

  #grow(): void {
    const { length } = this.#pods;
    const unrolled = (words: Int32Array): Int32Array<ArrayBuffer> => {
      const more = new Int32Array(2 * length);
      more.set(words.subarray(this.#first));
      more.set(words.subarray(0, this.#first), length - this.#first);
      return more;
    };
    this.#pods = unrolled(this.#pods);
    this.#words = unrolled(this.#words);
    this.#times = unrolled(this.#times);
    this.#first = 0;
  }
}
