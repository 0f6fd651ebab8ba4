/** Milliseconds of one window, each with a slot of its own. */
const SLOTS = 1 << 16;
const WINDOW_SHIFT = 16;
/** Windows of one group, each with a slot of its own: 18.6 hours. */
const WINDOWS = 1 << 10;
const GROUP_SHIFT = 26;
/** Groups, each with a slot of its own: all times that there are, 24.8 days. */
const GROUPS = 1 << 5;
/** Words of a block: a link, and entries. */
const BLOCK = 32;

/** Where what is in the wheel's memory, by words. No block is at 0, which stands for none. */
const FINE = 0;
/** A bit for each slot of the window that is occupied, and one for each word of these. */
const BITS = FINE + SLOTS;
const SUMMARY = BITS + SLOTS / 32;
const COARSE = SUMMARY + SLOTS / 1024;
const FAR = COARSE + WINDOWS;
const BLOCKS = FAR + GROUPS;

/** No time at all. */
export const NEVER: number = 0x7fff_ffff;

/**
 * What is to happen when, on a grid of milliseconds: a timing wheel of three levels. Putting something in and taking it out costs
 * the same however much is in it. What is due at the same time comes out in the order in which it was put in.
 *
 * An entry is a whole number that takes 31 bits. A slot says where the next entry goes, behind the last of a ring of blocks: so that
 * putting one in reads nothing of a block, which may be far away, and only writes to it. Windows and groups but the present ones have
 * entries in pairs with their times, and are spread over the level below once time has come to them.
 */
export class Wheel {
  /** All of it in one array, whose address is looked up once. A block is known by the place of its first word. */
  #words: Int32Array<ArrayBuffer>;
  #free = 0;
  #used = BLOCKS;
  #window = 0;
  #windowsCount = 0;
  #groupsCount = 0;

  /** Memory for about so many entries is set aside; it costs nothing until it is used, and growing beyond it copies. */
  constructor(entries = 0) {
    this.#words = new Int32Array(BLOCKS + 64 * BLOCK + Math.ceil((entries * BLOCK) / (BLOCK - 1)));
  }

  /** Empties it and goes back to time 0. */
  reset(): void {
    for (let slot = this.#find(0); slot >= 0; slot = this.#find(slot)) this.take(slot);
    this.#words.fill(0, COARSE, BLOCKS);
    this.#free = 0;
    this.#used = BLOCKS;
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
    const words = this.#words;
    const slot = atMs & (SLOTS - 1);
    const end = words[FINE + slot]!;
    if ((end & (BLOCK - 1)) !== 0) {
      words[end] = entry | 0;
      words[FINE + slot] = end + 1;
      return;
    }
    if (end === 0) {
      words[BITS + (slot >>> 5)]! |= 1 << (slot & 31);
      words[SUMMARY + (slot >>> 10)]! |= 1 << ((slot >>> 5) & 31);
    }
    const next = this.#extend(end, entry);
    this.#words[FINE + slot] = next;
  }

  /**
   * When something is due next, from the time of the last `advance` on: an entry, or the beginning of a window, whose entries are
   * known only once time has come to it. NEVER where nothing is left.
   */
  nextAt(fromMs: number): number {
    const word = (fromMs & (SLOTS - 1)) >>> 5;
    const rest = this.#words[BITS + word]! & (-1 << (fromMs & 31));
    if (rest !== 0) return (this.#window << WINDOW_SHIFT) | ((word << 5) + lowestBit(rest));
    const slot = this.#find(word * 32 + 32);
    if (slot >= 0) return (this.#window << WINDOW_SHIFT) | slot;
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
    const words = this.#words;
    const slot = atMs & (SLOTS - 1);
    const end = words[FINE + slot]!;
    if (end === 0) return 0;
    words[FINE + slot] = 0;
    if ((words[BITS + (slot >>> 5)]! &= ~(1 << (slot & 31))) === 0) {
      words[SUMMARY + (slot >>> 10)]! &= ~(1 << ((slot >>> 5) & 31));
    }
    return this.#open(end);
  }

  /** How many entries a block has. */
  count(block: number): number {
    const link = this.#words[block]!;
    return link < 0 ? -link : BLOCK - 1;
  }

  /** An entry of a block. */
  entry(block: number, index: number): number {
    return this.#words[block + 1 + index]!;
  }

  /** Gives a block back and goes on to the next of those taken out; 0 after the last. */
  next(block: number): number {
    const link = this.#words[block]!;
    this.#words[block] = this.#free;
    this.#free = block;
    return link < 0 ? 0 : link;
  }

  /** Its memory, of which a block's entries are behind its first word. */
  get words(): Int32Array {
    return this.#words;
  }

  /** Words of memory that it holds, in bytes. */
  get bytes(): number {
    return this.#words.byteLength;
  }

  /** A group is spread over its windows, then a window over its slots, in the order in which all of it came. */
  #enter(window: number): void {
    const group = window >>> 10;
    const isNewGroup = group !== this.#window >>> 10;
    this.#window = window;
    if (isNewGroup) this.#groupsCount -= this.#spread(FAR + group);
    this.#windowsCount -= this.#spread(COARSE + (window & (WINDOWS - 1)));
  }

  /** Puts in anew what a slot holds, whose time has come nearer; gives how many there were. */
  #spread(slot: number): number {
    const end = this.#words[slot]!;
    if (end === 0) return 0;
    this.#words[slot] = 0;
    let spread = 0;
    for (let block = this.#open(end); block !== 0; block = this.next(block)) {
      const pairs = this.count(block) >>> 1;
      for (let index = 0; index < 2 * pairs; index += 2) {
        this.add(this.entry(block, index + 1), this.entry(block, index));
      }
      spread += pairs;
    }
    return spread;
  }

  #defer(atMs: number, entry: number): void {
    const window = atMs >>> WINDOW_SHIFT;
    if (window >>> 10 === this.#window >>> 10) {
      this.#pair(COARSE + (window & (WINDOWS - 1)), entry, atMs);
      this.#windowsCount++;
    } else {
      this.#pair(FAR + (atMs >>> GROUP_SHIFT), entry, atMs);
      this.#groupsCount++;
    }
  }

  /** Puts an entry and its time into the slot of a window or a group. */
  #pair(slot: number, entry: number, atMs: number): void {
    let end = this.#words[slot]!;
    // A pair needs two words, and a block has one left beside its link.
    if ((end & (BLOCK - 1)) === 0 || (end & (BLOCK - 1)) === BLOCK - 1) {
      end = this.#extend(end, entry);
    } else {
      this.#words[end] = entry;
      end++;
    }
    this.#words[end] = atMs;
    this.#words[slot] = end + 1;
  }

  /** Opens a ring whose end is given, so that each block links to the next, and the last says how many entries it has; gives the first. */
  #open(end: number): number {
    const last = blockBefore(end);
    const first = this.#words[last]!;
    this.#words[last] = last + 1 - end;
    return first;
  }

  /** Puts a block with one entry behind a ring, whose end is given, 0 for none; gives the new end. */
  #extend(end: number, entry: number): number {
    const block = this.#allocate();
    const words = this.#words;
    words[block] = block;
    if (end !== 0) {
      const last = blockBefore(end);
      words[block] = words[last]!;
      words[last] = block;
    }
    words[block + 1] = entry | 0;
    return block + 2;
  }

  #allocate(): number {
    const free = this.#free;
    if (free !== 0) {
      this.#free = this.#words[free]!;
      return free;
    }
    const block = this.#used;
    this.#used += BLOCK;
    if (this.#used > this.#words.length) {
      const more = new Int32Array(this.#words.length + Math.max(this.#words.length >>> 1, 64 * BLOCK));
      more.set(this.#words);
      this.#words = more;
    }
    return block;
  }

  /** The first occupied slot of a word of bits or of a later one; -1 where there is none. */
  #find(from: number): number {
    const words = this.#words;
    const word = from >>> 5;
    let group = word >>> 5;
    if (group >= SLOTS / 1024) return -1;
    let found = words[SUMMARY + group]! & (-1 << (word & 31));
    while (found === 0) {
      group++;
      if (group >= SLOTS / 1024) return -1;
      found = words[SUMMARY + group]!;
    }
    const first = group * 32 + lowestBit(found);
    return first * 32 + lowestBit(words[BITS + first]!);
  }
}

/** The block in which what ends there begins. */
function blockBefore(end: number): number {
  return (end - 1) & -BLOCK;
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
