import { uint32, type Growing } from './growing.ts';
import { NO_TIME, Since } from './since.ts';

/**
 * How many times are kept beside one. Where so many take more than a minute all are kept in four bytes each, as are those of who is
 * learnt long after others; but then there are few, or they are the end of many.
 */
const BLOCK_BITS = 4;
const BLOCK = 1 << BLOCK_BITS;

/** By how much a time may be before the first one of its block and still be kept in two bytes, in ms. */
const MARGIN_MS = 8_192;

/** A column of times that come about in their order, each kept as `Since` does beside one of its block. */
export class InOrder {
  readonly #beside: Growing<Uint32Array> = uint32();
  readonly #times = new Since();
  /** How many of the first block were forgotten. */
  #before = 0;

  /** The time at a place, NO_TIME where there is none. */
  at(index: number): number {
    return this.#times.at(index, this.#beside.at(this.#blockOf(index)));
  }

  set(index: number, time: number): void {
    const block = this.#blockOf(index);
    while (this.#beside.length <= block) this.#beside.push(NO_TIME);
    if (this.#beside.at(block) === NO_TIME && time !== NO_TIME) {
      this.#beside.array[block] = Math.max(1, time - MARGIN_MS);
    }
    this.#times.set(index, time, this.#beside.at(block));
  }

  /** Takes away the first so many. */
  dropFirst(count: number): void {
    const blocks = this.#blockOf(count);
    this.#before = (this.#before + count) % BLOCK;
    this.#beside.dropFirst(blocks);
    this.#times.dropFirst(count);
  }

  clear(): void {
    this.#beside.clear();
    this.#times.clear();
    this.#before = 0;
  }

  #blockOf(index: number): number {
    return (index + this.#before) >>> BLOCK_BITS;
  }
}
