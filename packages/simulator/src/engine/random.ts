const GOLDEN = 0x9e37_79b9;

/** How many numbers 32 bits are. */
const NUMBERS = 0x1_0000_0000;

/** How many streams there are. */
export const STREAMS = 16;

/**
 * 32 random bits that depend on nothing but what is given: of a pod, in one of its lives, for one stream. Reproducible in any
 * order, which is what makes runs with other settings comparable.
 */
export function hash(seed: number, stream: number, pod: number, life: number): number {
  return hashFrom(streamStart(seed, stream), pod, life) >>> 0;
}

/** What of a hash is the same for all pods and lives. */
export function streamStart(seed: number, stream: number): number {
  return mix(seed ^ Math.imul(stream + 1, GOLDEN));
}

/**
 * The rest of a hash: its bits as a number with a sign, for which no memory is taken. It is `mix` twice, written out, as a compiler
 * that has put so much into a function already puts no more calls into it.
 */
export function hashFrom(start: number, pod: number, life: number): number {
  let bits = start ^ pod;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  bits = (bits ^ (bits >>> 16)) + Math.imul(life + 1, GOLDEN);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}

/** A whole number from 0 to `span` - 1 of 32 random bits; `span` is at most 2^21, so that the product is exact. */
export function scale(bits: number, span: number): number {
  return ((bits >>> 0) * span * (1 / NUMBERS)) | 0;
}

/** A number in [0, 1) of 32 random bits. */
export function unit(bits: number): number {
  return (bits >>> 0) * (1 / NUMBERS);
}

/** The finalizer of MurmurHash3: each bit of the argument changes each bit of the result with a chance of about a half. */
export function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}

/** The lower 32 bits of 32 random bits times a span: where they are less than `leastOf` it, the bits would favour some numbers below it. */
export function lowOf(bits: number, span: number): number {
  return Math.imul(bits, span) >>> 0;
}

/** The upper 32 bits of the same: a number below the span. */
export function highOf(bits: number, low: number, span: number): number {
  return ((bits * span - low) * (1 / NUMBERS)) >>> 0;
}

/** Bits whose lower ones are less than this are drawn again (Lemire 2019). */
export function leastOf(span: number): number {
  return (NUMBERS - span) % span;
}

/**
 * xoshiro128++ (Blackman and Vigna, prng.di.unimi.it): a sequence of 32 random bits each, with its state in a typed array, where it
 * is fastest.
 */
export class Sequence {
  readonly #state = new Int32Array(4);

  constructor(seed: number) {
    this.reset(seed);
  }

  /** A sequence that goes on from a state of four words, not all of them zero. */
  static from(state: Int32Array): Sequence {
    const sequence = new Sequence(0);
    sequence.#state.set(state);
    return sequence;
  }

  /** Begins anew. The state is never all zeros, which would stay so. */
  reset(seed: number): void {
    for (let index = 0; index < 4; index++) this.#state[index] = mix(seed + Math.imul(index + 1, GOLDEN));
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1;
  }

  /** The next 32 random bits, from 0 to 2^32 - 1. */
  next(): number {
    const state = this.#state;
    const a = state[0]!;
    const b = state[1]!;
    const sum = (a + state[3]!) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0;
    const c = state[2]! ^ a;
    const d = state[3]! ^ b;
    state[1] = b ^ c;
    state[0] = a ^ d;
    state[2] = c ^ (b << 9);
    state[3] = (d << 11) | (d >>> 21);
    return result;
  }

  /** A whole number from 0 to `span` - 1, each equally likely: what would favour some is drawn again (Lemire 2019). */
  below(span: number): number {
    const bits = this.next();
    const low = lowOf(bits, span);
    // Both are made whole where they come from, so that no compiler has to find out whether they are.
    return low < span ? this.#belowAgain(bits, span) >>> 0 : highOf(bits, low, span);
  }

  /** The rare case of `below` that may have to be drawn again. */
  #belowAgain(first: number, span: number): number {
    const least = leastOf(span);
    let bits = first;
    let low = lowOf(bits, span);
    while (low < least) {
      bits = this.next();
      low = lowOf(bits, span);
    }
    return highOf(bits, low, span);
  }
}
