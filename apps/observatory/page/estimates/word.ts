import type { Between, Word } from './estimates.ts';

/**
 * Where it is going, in one word: growing or dying only where the whole interval is on one side of 1, and unknown where too few were
 * infected to have one.
 */
export function wordOf(isOver: boolean, reproduction: Between | undefined): Word {
  if (isOver) return 'over';
  if (reproduction === undefined) return 'unknown';
  if (reproduction.low > 1) return 'growing';
  return reproduction.high < 1 ? 'dying' : 'steady';
}

/** A number as it is shown where there may be more of it. */
export function atLeast(text: string, isLeast: boolean): string {
  return isLeast ? `≥ ${text}` : text;
}
