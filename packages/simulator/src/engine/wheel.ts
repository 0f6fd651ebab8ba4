/** Milliseconds of one window, each with a slot of its own. */
const SLOTS = 1 << 16;
/** Windows ahead that have a slot each: 18.6 hours. What lies beyond waits in the last of them. */
const WINDOWS = 1 << 10;
/** Words of a block: the next block, how many words are in use, and these. */
const BLOCK = 32;
const HEAD = 2;

/** No time at all. */
export const NEVER: number = 0x7fff_ffff;

/**
 * What is to happen when, on a grid of milliseconds: a timing wheel of two levels. Putting something in and taking it out costs the
 * same however much is in it. What is due at the same time comes out in the order in which it was put in.
 *
 * An entry is a whole number that takes 31 bits. Slots hold the last of a ring of blocks.
 */
export class Wheel {
  readonly #fine = new Int32Array(SLOTS);
  readonly #bits = new Int32Array(SLOTS / 32);
  readonly #summary = new Int32Array(SLOTS / 1024);
  readonly #coarse = new Int32Array(WINDOWS);
  #blocks = new Int32Array(64 * BLOCK);
  /** The times of what waits in coarse slots, beside its block. */
  #times = new Int32Array(64 * BLOCK);
  #free = 0;
  #used = 1;
  #window = 0;
  #coarseCount = 0;

  /** Empties it and goes back to time 0. */
  reset(): void {
    this.#fine.fill(0);
    this.#bits.fill(0);
    this.#summary.fill(0);
    this.#coarse.fill(0);
    this.#free = 0;
    this.#used = 1;
    this.#window = 0;
    this.#coarseCount = 0;
  }

  /** Puts an entry in. Its time is not before that of what was last taken out. */
  add(atMs: number, entry: number): void {
    const window = atMs >>> 16;
    if (window === this.#window) {
      const slot = atMs & (SLOTS - 1);
      const last = this.#fine[slot]!;
      if (last === 0) {
        this.#bits[slot >>> 5]! |= 1 << (slot & 31);
        this.#summary[slot >>> 10]! |= 1 << ((slot >>> 5) & 31);
      }
      this.#fine[slot] = this.#append(last, entry);
    } else {
      this.#defer(window, atMs, entry);
    }
  }

  /**
   * When something is due next, from the time of the last `advance` on: an entry, or the beginning of a window, whose entries are
   * known only once time has come to it. NEVER where nothing is left.
   */
  nextAt(fromMs: number): number {
    const slot = this.#find(fromMs & (SLOTS - 1));
    if (slot >= 0) return this.#window * SLOTS + slot;
    return this.#coarseCount === 0 ? NEVER : (this.#window + 1) * SLOTS;
  }

  /** Tells it that time has come to `atMs`, no later than what `nextAt` gave. */
  advance(atMs: number): void {
    if (atMs >>> 16 !== this.#window) this.#enter(atMs >>> 16);
  }

  /** What waited for a window gets the slot of its time, in the order in which it came. */
  #enter(window: number): void {
    this.#window = window;
    const index = this.#window & (WINDOWS - 1);
    const last = this.#coarse[index]!;
    if (last === 0) return;
    this.#coarse[index] = 0;
    const first = this.#blocks[last * BLOCK]!;
    for (let block = first; ;) {
      const base = block * BLOCK;
      const count = this.#blocks[base + 1]!;
      this.#coarseCount -= count;
      for (let at = base + HEAD; at < base + HEAD + count; at++)
        this.add(this.#times[at]!, this.#blocks[at]!);
      const next = this.#blocks[base]!;
      this.#release(block);
      if (block === last) return;
      block = next;
    }
  }

  /**
   * Takes out all that is due at `atMs`, in blocks: gives the first, 0 where there is nothing. `next` goes on from there and gives
   * each block back; what is put in meanwhile for the same time is taken out by another `take`.
   */
  take(atMs: number): number {
    const slot = atMs & (SLOTS - 1);
    const last = this.#fine[slot]!;
    if (last === 0) return 0;
    this.#fine[slot] = 0;
    if ((this.#bits[slot >>> 5]! &= ~(1 << (slot & 31))) === 0) {
      this.#summary[slot >>> 10]! &= ~(1 << ((slot >>> 5) & 31));
    }
    const first = this.#blocks[last * BLOCK]!;
    // The ring is opened: 0 is the end.
    this.#blocks[last * BLOCK] = 0;
    return first;
  }

  /** How many entries a block has. */
  count(block: number): number {
    return this.#blocks[block * BLOCK + 1]!;
  }

  /** An entry of a block. */
  entry(block: number, index: number): number {
    return this.#blocks[block * BLOCK + HEAD + index]!;
  }

  /** Gives a block back and goes on to the next of those taken out; 0 after the last. */
  next(block: number): number {
    const next = this.#blocks[block * BLOCK]!;
    this.#release(block);
    return next;
  }

  /** Words of memory that it holds, in bytes. */
  get bytes(): number {
    return this.#blocks.byteLength + this.#times.byteLength + this.#fine.byteLength;
  }

  #defer(window: number, atMs: number, entry: number): void {
    const slot = Math.min(window, this.#window + WINDOWS - 1) & (WINDOWS - 1);
    const last = this.#append(this.#coarse[slot]!, entry);
    if (this.#times.length < this.#blocks.length) this.#times = grown(this.#times, this.#blocks.length);
    this.#times[last * BLOCK + HEAD + this.#blocks[last * BLOCK + 1]! - 1] = atMs;
    this.#coarse[slot] = last;
    this.#coarseCount++;
  }

  /** Puts an entry behind a ring whose last block is given, 0 for none; gives the last block. */
  #append(last: number, entry: number): number {
    let block = last;
    let count = last === 0 ? BLOCK : this.#blocks[last * BLOCK + 1]!;
    if (count >= BLOCK - HEAD) {
      block = this.#allocate();
      const base = block * BLOCK;
      this.#blocks[base] = last === 0 ? block : this.#blocks[last * BLOCK]!;
      if (last !== 0) this.#blocks[last * BLOCK] = block;
      count = 0;
    }
    const base = block * BLOCK;
    this.#blocks[base + HEAD + count] = entry;
    this.#blocks[base + 1] = count + 1;
    return block;
  }

  #allocate(): number {
    const free = this.#free;
    if (free !== 0) {
      this.#free = this.#blocks[free * BLOCK]!;
      return free;
    }
    const block = this.#used++;
    if ((block + 1) * BLOCK > this.#blocks.length) {
      this.#blocks = grown(
        this.#blocks,
        this.#blocks.length + Math.max(this.#blocks.length >>> 1, 64 * BLOCK),
      );
    }
    return block;
  }

  #release(block: number): void {
    this.#blocks[block * BLOCK] = this.#free;
    this.#free = block;
  }

  /** The first occupied slot from one on; -1 where there is none. */
  #find(from: number): number {
    const bits = this.#bits;
    let word = from >>> 5;
    const rest = bits[word]! & (-1 << (from & 31));
    if (rest !== 0) return word * 32 + lowestBit(rest);
    word++;
    if (word >= bits.length) return -1;
    let group = word >>> 5;
    let groups = this.#summary[group]! & (-1 << (word & 31));
    while (groups === 0) {
      group++;
      if (group >= this.#summary.length) return -1;
      groups = this.#summary[group]!;
    }
    word = group * 32 + lowestBit(groups);
    return word * 32 + lowestBit(bits[word]!);
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

function grown(words: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(length);
  more.set(words);
  return more;
}
