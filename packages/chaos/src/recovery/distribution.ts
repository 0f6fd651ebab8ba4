/** How long it took, over several; in ms. */
export type Distribution = Readonly<{
  count: number;
  minMs: number;
  p50Ms: number;
  p90Ms: number;
  maxMs: number;
}>;

/** The distribution of durations, with percentiles by nearest rank; undefined where there are none. */
export function distributionOf(durationsMs: readonly number[]): Distribution | undefined {
  const sorted = durationsMs.toSorted((one, other) => one - other);
  const [minMs] = sorted;
  if (minMs === undefined) return undefined;
  const rank = (percent: number): number =>
    sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? minMs;
  return { count: sorted.length, minMs, p50Ms: rank(50), p90Ms: rank(90), maxMs: rank(100) };
}
