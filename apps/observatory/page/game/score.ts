/** What a game comes to so far. */
export type Score = Readonly<{
  /** Infections that the simulator's median has by now, and that there were. */
  expected: number;
  infections: number;
  prevented: number;
  /** Hits on pods that were not ill: each costs one. */
  healthyHits: number;
  points: number;
}>;

/** Infections that did not come count, hits do not: whoever hits the well loses a point for each. */
export function scoreOf(expected: number, infections: number, healthyHits: number): Score {
  const prevented = Math.round(expected - infections);
  return {
    expected: Math.round(expected),
    infections,
    prevented,
    healthyHits,
    points: prevented - healthyHits,
  };
}
