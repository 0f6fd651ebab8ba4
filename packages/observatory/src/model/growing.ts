type Numbers = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

type Make<Column extends Numbers> = (length: number) => Column;

/** From here on columns grow by a quarter: copying takes time, room that is not used takes memory. */
const LARGE = 2 ** 15;
const LARGE_GROWTH = 1.25;

/** A column of numbers that grows: an array of one type with room to spare, of which the first `length` count. */
export class Growing<Column extends Numbers> {
  #array: Column;
  #length = 0;
  readonly #make: Make<Column>;

  constructor(make: Make<Column>, room = 64) {
    this.#make = make;
    this.#array = make(room);
  }

  get length(): number {
    return this.#length;
  }

  /** The numbers themselves, and what is beyond `length`; another array after it has grown. */
  get array(): Column {
    return this.#array;
  }

  /** The one at a place, 0 where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? this.#array[index]! : 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) this.grow(index + 1);
    this.#array[index] = value;
  }

  /** Makes it so long at least; what is new in it is to be set, by `array` where there is much of it. */
  grow(length: number): void {
    if (length <= this.#length) return;
    this.#reserve(length);
    this.#length = length;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** Takes away the first so many. */
  dropFirst(count: number): void {
    this.#array.copyWithin(0, count, this.#length);
    this.#length = Math.max(0, this.#length - count);
  }

  clear(): void {
    this.#length = 0;
  }

  #reserve(length: number): void {
    const room = roomFor(length, this.#array.length);
    if (room === this.#array.length) return;
    const larger = this.#make(room);
    larger.set(this.#array);
    this.#array = larger;
  }
}

/** For how many numbers a column is to have room that had it for `room`, and is to hold `length`. */
export function roomFor(length: number, room: number): number {
  if (length <= room) return room;
  return Math.max(length, Math.ceil(room * (room < LARGE ? 2 : LARGE_GROWTH)));
}

/** Columns by the type of their numbers. */
export const float64 = (): Growing<Float64Array> => new Growing((length) => new Float64Array(length));
export const uint32 = (): Growing<Uint32Array> => new Growing((length) => new Uint32Array(length));
export const int32 = (): Growing<Int32Array> => new Growing((length) => new Int32Array(length));
export const uint8 = (): Growing<Uint8Array> => new Growing((length) => new Uint8Array(length));
