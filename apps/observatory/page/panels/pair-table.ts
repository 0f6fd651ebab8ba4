/** How full the table gets before it is doubled. */
const MOST_SHARE = 0.5;

/** A golden ratio of 32 bits, which spreads neighbours. */
const SPREAD = 0x9e3779b1;

/**
 * Numbers pairs in the order in which they are first met: a Map of a quarter of a million keys takes ten times as long, and that each
 * time a graph of a thousand pods is drawn. Each of a pair is a whole number of 0 to 65,534.
 */
export class PairTable {
  #keys: Uint32Array;
  #numbers: Uint32Array;
  #length = 0;

  /** Has room for so many before it is first doubled. */
  constructor(room: number) {
    const length = 2 ** Math.ceil(Math.log2(Math.max(2, room) / MOST_SHARE));
    this.#keys = new Uint32Array(length);
    this.#numbers = new Uint32Array(length);
  }

  get length(): number {
    return this.#length;
  }

  /** The number of a pair; `length` of before where it is met for the first time. */
  numberOf(one: number, other: number): number {
    // One more, as 0 is a place that is free.
    const key = (one * 0x10000 + other + 1) >>> 0;
    const place = this.#placeOf(key);
    if (this.#keys[place] === key) return this.#numbers[place]!;
    const number = this.#length++;
    this.#keys[place] = key;
    this.#numbers[place] = number;
    if (this.#length > MOST_SHARE * this.#keys.length) this.#double();
    return number;
  }

  #placeOf(key: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let place = (Math.imul(key, SPREAD) >>> 8) & mask;
    while (keys[place] !== 0 && keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  #double(): void {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#keys = new Uint32Array(2 * keys.length);
    this.#numbers = new Uint32Array(2 * keys.length);
    for (const [place, key] of keys.entries()) {
      if (key === 0) continue;
      const next = this.#placeOf(key);
      this.#keys[next] = key;
      this.#numbers[next] = numbers[place]!;
    }
  }
}
