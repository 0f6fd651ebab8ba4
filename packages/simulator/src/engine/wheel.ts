/** Milliseconds of one window, each with a slot of its own. */
const SLOTS = 1 << 16;
const WINDOW_SHIFT = 16;
/** Windows of one group, each with a slot of its own: 18.6 hours. */
const WINDOWS = 1 << 10;
const GROUP_SHIFT = 26;
/** Groups, each with a slot of its own: all times that there are, 24.8 days. */
const GROUPS = 1 << 5;
/** Words of a block: the next block, where its next word goes, and the words in use. */
const BLOCK = 32;
const HEAD = 2;

/** No time at all. */
export const NEVER: number = 0x7fff_ffff;

/**
 * What is to happen when, on a grid of milliseconds: a timing wheel of three levels. Putting something in and taking it out costs
 * the same however much is in it. What is due at the same time comes out in the order in which it was put in.
 *
 * An entry is a whole number that takes 31 bits. A slot holds the last of a ring of blocks. Windows and groups but the present ones
 * have entries in pairs with their times, and are spread over the level below once time has come to them.
 */
export class Wheel {
  readonly #fine = new Int32Array(SLOTS);
  readonly #bits = new Int32Array(SLOTS / 32);
  readonly #summary = new Int32Array(SLOTS / 1024);
  readonly #windows = new Int32Array(WINDOWS);
  readonly #groups = new Int32Array(GROUPS);
  /** A block is known by the place of its first word. That of 0 stays full, so that nothing fits into it. */
  #blocks: Int32Array<ArrayBuffer>;
  #free = 0;
  #used = BLOCK;
  #window = 0;
  #windowsCount = 0;
  #groupsCount = 0;

  /** Memory for about so many entries is set aside; it costs nothing until it is used, and growing beyond it copies. */
  constructor(entries = 0) {
    this.#blocks = new Int32Array(64 * BLOCK + Math.ceil((entries * BLOCK) / (BLOCK - HEAD)));
  }

  /** Empties it and goes back to time 0. */
  reset(): void {
    for (let slot = this.#find(0); slot >= 0; slot = this.#find(slot)) this.take(slot);
    this.#windows.fill(0);
    this.#groups.fill(0);
    this.#free = 0;
    this.#used = BLOCK;
    this.#window = 0;
    this.#windowsCount = 0;
    this.#groupsCount = 0;
  }

  /** Puts an entry in. Its time is not before that of what was last taken out. */
  add(atMs: number, entry: number): void {
    if (atMs >>> WINDOW_SHIFT !== this.#window) {
      this.#defer(atMs, entry);
      return;
    }
    const slot = atMs & (SLOTS - 1);
    const last = this.#fine[slot]!;
    const blocks = this.#blocks;
    const end = blocks[last + 1]!;
    if ((end & (BLOCK - 1)) !== 0) {
      blocks[end] = entry;
      blocks[last + 1] = end + 1;
      return;
    }
    if (last === 0) {
      this.#bits[slot >>> 5]! |= 1 << (slot & 31);
      this.#summary[slot >>> 10]! |= 1 << ((slot >>> 5) & 31);
    }
    this.#fine[slot] = this.#extend(last, entry);
  }

  /**
   * When something is due next, from the time of the last `advance` on: an entry, or the beginning of a window, whose entries are
   * known only once time has come to it. NEVER where nothing is left.
   */
  nextAt(fromMs: number): number {
    const word = (fromMs & (SLOTS - 1)) >>> 5;
    const rest = this.#bits[word]! & (-1 << (fromMs & 31));
    if (rest !== 0) return this.#window * SLOTS + word * 32 + lowestBit(rest);
    const slot = this.#find(word * 32 + 32);
    if (slot >= 0) return this.#window * SLOTS + slot;
    if (this.#windowsCount !== 0) return (this.#window + 1) * SLOTS;
    return this.#groupsCount === 0 ? NEVER : ((this.#window >>> 10) + 1) * SLOTS * WINDOWS;
  }

  /** Tells it that time has come to `atMs`, no later than what `nextAt` gave. */
  advance(atMs: number): void {
    if (atMs >>> WINDOW_SHIFT !== this.#window) this.#enter(atMs >>> WINDOW_SHIFT);
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
    return this.#open(last);
  }

  /** How many entries a block has. */
  count(block: number): number {
    return this.#blocks[block + 1]! - block - HEAD;
  }

  /** An entry of a block. */
  entry(block: number, index: number): number {
    return this.#blocks[block + HEAD + index]!;
  }

  /** Gives a block back and goes on to the next of those taken out; 0 after the last. */
  next(block: number): number {
    const next = this.#blocks[block]!;
    this.#blocks[block] = this.#free;
    this.#free = block;
    return next;
  }

  /** Words of memory that it holds, in bytes. */
  get bytes(): number {
    return this.#blocks.byteLength + this.#fine.byteLength;
  }

  /** A group is spread over its windows, then a window over its slots, in the order in which all of it came. */
  #enter(window: number): void {
    const group = window >>> 10;
    const isNewGroup = group !== this.#window >>> 10;
    this.#window = window;
    if (isNewGroup) this.#groupsCount -= this.#spread(this.#groups, group);
    this.#windowsCount -= this.#spread(this.#windows, window & (WINDOWS - 1));
  }

  /** Puts in anew what a slot holds, whose time has come nearer; gives how many there were. */
  #spread(slots: Int32Array, slot: number): number {
    const last = slots[slot]!;
    if (last === 0) return 0;
    slots[slot] = 0;
    let spread = 0;
    for (let block = this.#open(last); block !== 0; block = this.next(block)) {
      const count = this.count(block);
      for (let index = 0; index < count; index += 2) {
        this.add(this.entry(block, index + 1), this.entry(block, index));
      }
      spread += count >>> 1;
    }
    return spread;
  }

  #defer(atMs: number, entry: number): void {
    const window = atMs >>> WINDOW_SHIFT;
    if (window >>> 10 === this.#window >>> 10) {
      this.#windows[window & (WINDOWS - 1)] = this.#pair(this.#windows[window & (WINDOWS - 1)]!, entry, atMs);
      this.#windowsCount++;
    } else {
      const group = atMs >>> GROUP_SHIFT;
      this.#groups[group] = this.#pair(this.#groups[group]!, entry, atMs);
      this.#groupsCount++;
    }
  }

  /** Puts an entry and its time behind a ring, whose last block is given and returned; 0 for none. */
  #pair(last: number, entry: number, atMs: number): number {
    const end = this.#blocks[last + 1]!;
    const block = (end & (BLOCK - 1)) === 0 ? this.#extend(last, entry) : last;
    if (block === last) this.#blocks[end] = entry;
    const at = block === last ? end + 1 : block + HEAD + 1;
    this.#blocks[at] = atMs;
    this.#blocks[block + 1] = at + 1;
    return block;
  }

  /** Opens a ring whose last block is given, so that 0 is its end; gives the first. */
  #open(last: number): number {
    const first = this.#blocks[last]!;
    this.#blocks[last] = 0;
    return first;
  }

  /** Puts a block with one entry behind a ring, whose last block is given, 0 for none; gives the new one. */
  #extend(last: number, entry: number): number {
    const block = this.#allocate();
    const blocks = this.#blocks;
    blocks[block] = block;
    if (last !== 0) {
      blocks[block] = blocks[last]!;
      blocks[last] = block;
    }
    blocks[block + 1] = block + HEAD + 1;
    blocks[block + HEAD] = entry;
    return block;
  }

  #allocate(): number {
    const free = this.#free;
    if (free !== 0) {
      this.#free = this.#blocks[free]!;
      return free;
    }
    const block = this.#used;
    this.#used += BLOCK;
    if (this.#used > this.#blocks.length) {
      const more = new Int32Array(this.#blocks.length + Math.max(this.#blocks.length >>> 1, 64 * BLOCK));
      more.set(this.#blocks);
      this.#blocks = more;
    }
    return block;
  }

  /** The first occupied slot of a word of bits or of a later one; -1 where there is none. */
  #find(from: number): number {
    const summary = this.#summary;
    const word = from >>> 5;
    let group = word >>> 5;
    if (group >= summary.length) return -1;
    let words = summary[group]! & (-1 << (word & 31));
    while (words === 0) {
      group++;
      if (group >= summary.length) return -1;
      words = summary[group]!;
    }
    const found = group * 32 + lowestBit(words);
    return found * 32 + lowestBit(this.#bits[found]!);
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
