import { mix } from '../engine/random.ts';

/**
 * The seed of a run, by its number: the same for all settings that are compared, so that a difference between two of them is not that
 * of their luck (common random numbers). A whole number of 32 bits, without a sign.
 */
export function runSeed(masterSeed: number, run: number): number {
  return mix(mix(masterSeed | 0) + Math.imul(run + 1, 0x9e37_79b9)) >>> 0;
}
