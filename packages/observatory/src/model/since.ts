import { Narrow } from './narrow.ts';

/** Not known, or not yet. */
export const NO_TIME = 0;

const CODES = 2 ** 32;

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
    const time = other + code - 1;
    // What lies before the other is kept as what is left to all codes: no time is so late that it could be meant.
    return time < CODES ? time : time - CODES + 1;
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
