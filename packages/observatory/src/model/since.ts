import { Narrow } from './narrow.ts';

/** Not known, or not yet. */
export const NO_TIME = 0;

const CODES = 2 ** 32;

/** From this code on it is how far a time lies before the other, which only clocks that differ bring about: up to three days. */
const EARLIER = CODES - 2 ** 28;

/**
 * A column of times, each kept as what has passed since another one, of another column: in two bytes where that is at most a minute for
 * all of them. Times are whole ms from 1 to 2 ** 32 - 1, or NO_TIME; and so are those that they are kept beside.
 */
export class Since {
  readonly #codes = new Narrow();

  /** The time at a place, NO_TIME where there is none; `other` is what it was set beside. */
  at(index: number, other: number): number {
    const code = this.#codes.at(index);
    if (code === NO_TIME || other === NO_TIME) return code;
    return code < EARLIER ? other + code - 1 : other + code - CODES;
  }

  /** Beside NO_TIME it is kept whole. */
  set(index: number, time: number, other: number): void {
    const passed = time - other;
    const isWhole = time === NO_TIME || other === NO_TIME;
    this.#codes.set(index, isWhole ? time : passed < 0 ? CODES + passed : passed + 1);
  }

  /** Takes away the first so many. */
  dropFirst(count: number): void {
    this.#codes.dropFirst(count);
  }

  clear(): void {
    this.#codes.clear();
  }
}
