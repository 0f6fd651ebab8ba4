import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { normalReach } from './normal.ts';

/** When enough runs were made. */
export type Enough = Readonly<{
  /** The half width of the interval that is narrow enough, of shares from 0 to 1. */
  halfWidth: number;
  /** Not more runs than this. */
  limit: number;
  level?: number;
}>;

/**
 * A share with the score interval of Wilson 1927, which keeps its level also near 0 and 1: of `successes` among `runs`. Its limits
 * are exactly 0 where there is no success, and 1 where there is nothing else; 0 to 1 of no runs, whose share is NaN.
 */
export function wilson(successes: number, runs: number, level: number = DEFAULT_LEVEL): Estimate {
  const value = successes / runs;
  if (runs === 0) return { value, low: 0, high: 1 };
  const z = normalReach(level);
  const square = (z * z) / runs;
  const middle = value + square / 2;
  const half = Math.sqrt(square * (value * (1 - value) + square / 4));
  return {
    value,
    low: successes === 0 ? 0 : (middle - half) / (1 + square),
    high: successes === runs ? 1 : (middle + half) / (1 + square),
  };
}

/**
 * Whether more runs are to be made: the interval of the share is wider than asked for, and the limit is not reached. To be asked
 * after whole batches: who asks after each run stops too often where the share looks extreme by chance.
 */
export function wantsMore(successes: number, runs: number, enough: Enough): boolean {
  if (runs >= enough.limit) return false;
  const { low, high } = wilson(successes, runs, enough.level);
  return (high - low) / 2 > enough.halfWidth;
}
