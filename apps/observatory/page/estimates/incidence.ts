import type { Incidence } from './estimates.ts';
import { niceDurationMs } from './nice-duration.ts';

/** Bins of one picture, at most: bars of more are too thin to be told apart. */
const MOST_BINS = 200;

/** Of an incubation: a wave is as wide as one, and should be seen in three or four bars. */
const BIN_SHARE = 1 / 4;

/** How wide bins are, where one is infected for so long before it falls ill, over a span of time. Never less than a second. */
export function binOf(incubationMs: number, spanMs: number): number {
  return niceDurationMs(Math.max(incubationMs * BIN_SHARE, spanMs / MOST_BINS));
}

/** Counts times, earliest first, in bins that begin at multiples of their width: a bar stays where it is as more come. */
export function incidenceOf(atMs: Float64Array, untilMs: number, binMs: number): Incidence | undefined {
  const earliest = atMs[0];
  if (earliest === undefined) return undefined;
  const fromMs = Math.floor(earliest / binMs) * binMs;
  const latest = Math.max(untilMs, atMs.at(-1) ?? earliest);
  const counts = new Uint32Array(1 + Math.floor((latest - fromMs) / binMs));
  for (const at of atMs) counts[Math.floor((at - fromMs) / binMs)]!++;
  return { fromMs, binMs, counts };
}
