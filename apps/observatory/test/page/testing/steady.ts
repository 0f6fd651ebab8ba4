import type { Estimates } from '../../../page/estimates/estimates.ts';
import { estimate, type EstimateRequest } from '../../../page/estimates/estimate.ts';
import { columnsOf, START_MS, type Written } from '../estimates/cases.ts';

/** One is infected each half second by who was five seconds before, and ends ten seconds later. */
export function steady(seconds: number, other: Partial<EstimateRequest> = {}): Estimates {
  const written = Array.from({ length: 2 * seconds }, (_, index): Written => {
    const at = index / 2;
    const isOver = at + 10 < seconds;
    return { at, ...(index < 10 ? {} : { parent: index - 10 }), ...(isOver ? { end: at + 10 } : {}) };
  });
  const request: EstimateRequest = {
    nowMs: START_MS + 1_000 * seconds,
    strain: undefined,
    brush: undefined,
    cursorMs: undefined,
    isWatchOnly: false,
    pods: 50,
    infected: 10,
    forgotten: 0,
    generations: 0,
    ...other,
  };
  return { ...estimate(columnsOf(written), request), tookMs: 0 };
}
