import { roomFor } from './growing.ts';

/** Whole numbers in as few bytes each as they need. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

const ROOM = 64;

/**
 * A column of whole numbers that grows, in as few bytes each as the largest that it ever had needs: one, two or four. It is copied to
 * wider ones when a larger number comes, which happens twice at most. What is kept of a number is how far it lies above `least`: from 0
 * to 2 ** 32 - 1.
 */
export class Narrow {
  readonly #least: number;
  #codes: Codes = new Uint8Array(ROOM);
  /** The largest code that the array can hold. */
  #most = 2 ** 8 - 1;
  #length = 0;

  /** Smaller numbers than `least` are taken for it. */
  constructor(least = 0) {
    this.#least = least;
  }

  get length(): number {
    return this.#length;
  }

  /** How many bytes a number takes now. */
  get width(): number {
    return this.#codes.BYTES_PER_ELEMENT;
  }

  /** The one at a place, 0 where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#codes[index]! + this.#least : 0;
  }

  /** Places that this adds before the one that is set hold `least`. */
  set(index: number, value: number): void {
    const code = value - this.#least;
    if (code < 0 || code > this.#most) {
      // Elsewhere: this is called some millions of times for an hour of frames, and is faster the shorter it is.
      this.#setRare(index, code);
      return;
    }
    if (index >= this.#length) {
      if (index >= this.#codes.length) this.#reserve(index + 1);
      this.#length = index + 1;
    }
    this.#codes[index] = code;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** The last place that holds a number, -1 where none does. */
  lastIndexOf(value: number): number {
    return this.#codes.subarray(0, this.#length).lastIndexOf(value - this.#least);
  }

  /** Takes away the first so many. */
  dropFirst(count: number): void {
    const { length } = this;
    this.#length = Math.max(0, length - count);
    this.#codes.copyWithin(0, count, length);
    this.#codes.fill(0, this.#length, length);
  }

  /** Takes away all of them: those that come next may be small again. */
  clear(): void {
    this.#length = 0;
    this.#codes = new Uint8Array(ROOM);
    this.#most = 2 ** 8 - 1;
  }

  #reserve(length: number): void {
    this.#copyTo(arrayOf(this.width, roomFor(length, this.#codes.length)));
  }

  /** Sets one that is too small, or too large for the array that there is. */
  #setRare(index: number, code: number): void {
    if (code > 0) this.#widen(code);
    this.set(index, Math.max(0, code) + this.#least);
  }

  #widen(code: number): void {
    const isShort = code < 2 ** 16;
    this.#copyTo(arrayOf(isShort ? 2 : 4, this.#codes.length));
    this.#most = isShort ? 2 ** 16 - 1 : Infinity;
  }

  #copyTo(codes: Codes): void {
    codes.set(this.#codes);
    this.#codes = codes;
  }
}

/** Whole numbers in an array of their own, of as few bytes each as the largest needs. */
export function narrowed(numbers: Uint32Array): Codes {
  let most = 0;
  for (let index = 0; index < numbers.length; index++) if (numbers[index]! > most) most = numbers[index]!;
  const codes = arrayOf(most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 4, numbers.length);
  codes.set(numbers);
  return codes;
}

function arrayOf(bytes: number, length: number): Codes {
  if (bytes === 1) return new Uint8Array(length);
  return bytes === 2 ? new Uint16Array(length) : new Uint32Array(length);
}
