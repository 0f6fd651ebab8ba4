import { PARENT_UNKNOWN } from '../protocol/codes.ts';
import { Narrow } from './narrow.ts';

/** The codes before those of distances: of PARENT_UNKNOWN and PARENT_NONE. */
const DISTANCES = 2;

/**
 * Who infected each infection: its number, PARENT_NONE or PARENT_UNKNOWN. It is kept as how far the infector's number lies from the
 * infection's own, in two bytes where all are less than 32,767 apart.
 */
export class Parents {
  /** The number of the first infection. */
  first = 0;
  readonly #codes = new Narrow();

  /** PARENT_UNKNOWN where there is nothing. */
  at(row: number): number {
    const code = this.#codes.at(row);
    if (code < DISTANCES) return code + PARENT_UNKNOWN;
    const distance = code - DISTANCES;
    // Even where the infector came before, as it mostly does.
    return this.first + row + (distance % 2 === 0 ? -distance / 2 : (distance + 1) / 2);
  }

  set(row: number, parent: number): void {
    const before = this.first + row - parent;
    const distance = before >= 0 ? 2 * before : -2 * before - 1;
    this.#codes.set(row, parent < 0 ? parent - PARENT_UNKNOWN : DISTANCES + distance);
  }

  /** Takes away the first so many. */
  dropFirst(count: number): void {
    this.#codes.dropFirst(count);
    this.first += count;
  }

  clear(): void {
    this.#codes.clear();
  }
}
