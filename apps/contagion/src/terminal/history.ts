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
 * the whole course stays, ever coarser. The newest is always there.
 */
export function createHistory(maxPoints: number = MAX_POINTS): History {
  let points: Point[] = [];
  let stride = 1;
  let skipped = 0;
  /** The newest, where it is one that is not kept. */
  let newest: readonly Point[] = [];
  return {
    add(atMs, counts) {
      const point = { atMs, counts };
      newest = [point];
      if (++skipped < stride) return;
      skipped = 0;
      points.push(point);
      if (points.length === maxPoints) {
        points = points.filter((_, index) => index % 2 === 0);
        if (points.at(-1) !== point) skipped = stride;
        stride *= 2;
      }
      if (skipped === 0) newest = [];
    },
    get points() {
      return newest.length === 0 ? points : [...points, ...newest];
    },
  };
}
