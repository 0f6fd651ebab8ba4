import { createHash } from 'node:crypto';

/** Gives whole numbers that are uniform from 0 to below `bound` (1 to 2^32), the same for the same seed. */
export type Random = (bound: number) => number;

const TWO_TO_32 = 2 ** 32;

/** How often the state is turned before the first number is used, as its author advises. */
const DISCARDED = 12;

/**
 * A generator whose state is the SHA-256 of a text. It is for choosing, not for secrets.
 *
 * Source: sfc32 of PractRand 0.95 by Chris Doty-Humphrey (public domain).
 */
export function seededRandom(seed: string): Random {
  const hash = createHash('sha256').update(seed).digest();
  let a = hash.readInt32LE(0);
  let b = hash.readInt32LE(4);
  let c = hash.readInt32LE(8);
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let turn = 0; turn < DISCARDED; turn++) next();
  return (bound) => {
    // The last numbers are drawn again, as they would favour the low ones.
    const limit = TWO_TO_32 - (TWO_TO_32 % bound);
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % bound;
  };
}

/** The items in an order in which each permutation is equally likely: the shuffle of Fisher and Yates. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random(last + 1);
    const kept = result[last] as T;
    result[last] = result[other] as T;
    result[other] = kept;
  }
  return result;
}
