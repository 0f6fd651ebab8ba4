import { UNKNOWN } from '../protocol/codes.ts';
import { uint32, type Growing } from './growing.ts';
import { Narrow } from './narrow.ts';

const LOW = 2 ** 32;

/** A column of what `digitsOf` gives, in six bytes each: of the digits and one, which is 0 for none, the upper and the lower ones. */
export class Containers {
  readonly #upper = new Narrow();
  readonly #lower: Growing<Uint32Array> = uint32();

  /** UNKNOWN where there is none. */
  at(index: number): number {
    return this.#upper.at(index) * LOW + this.#lower.at(index) + UNKNOWN;
  }

  set(index: number, digits: number): void {
    const code = digits - UNKNOWN;
    this.#upper.set(index, Math.floor(code / LOW));
    this.#lower.grow(index + 1);
    this.#lower.array[index] = code;
  }

  /** Takes away the first so many. */
  dropFirst(count: number): void {
    this.#upper.dropFirst(count);
    this.#lower.dropFirst(count);
  }

  clear(): void {
    this.#upper.clear();
    this.#lower.clear();
  }
}
