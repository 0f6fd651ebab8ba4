/** How long after a broken watch goes on what it tells may still be of the past, in ms. */
export const CATCH_UP_MS = 2_000;

/** Knows whether what is told happened just now. */
export type Lag = Readonly<{
  broken: (what: string) => void;
  resumed: (what: string, nowMs: number) => void;
  is: (nowMs: number) => boolean;
}>;

/** Makes one for several watches: while one is broken, and shortly after, times are not exact. */
export function createLag(): Lag {
  const untilMs = new Map<string, number>();
  return {
    broken: (what) => void untilMs.set(what, Infinity),
    resumed: (what, nowMs) => void untilMs.set(what, nowMs + CATCH_UP_MS),
    is: (nowMs) => [...untilMs.values()].some((until) => nowMs < until),
  };
}
