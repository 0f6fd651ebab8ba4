import type { Counts } from '@pod-contagion/epidemic';
import { MAX_POINTS } from '../limits.ts';

/** The counts over a stretch of time, on average. */
export type Point = Readonly<{ atMs: number; counts: Counts }>;

/** The course of an epidemic, from its beginning to now, in a bounded number of points. */
export type History = Readonly<{
  add: (atMs: number, counts: Counts) => void;
  /** From the oldest to the newest. */
  readonly points: readonly Point[];
}>;

/**
 * Remembers counts. When it is full each second point goes, and from then on only each second one that comes is kept:
 * the whole course stays, ever coarser.
 */
export function createHistory(maxPoints: number = MAX_POINTS): History {
  let points: Point[] = [];
  let stride = 1;
  let skipped = 0;
  return {
    add(atMs, counts) {
      if (++skipped < stride) return;
      skipped = 0;
      points.push({ atMs, counts });
      if (points.length < maxPoints) return;
      points = points.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    get points() {
      return points;
    },
  };
}
