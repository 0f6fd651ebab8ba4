import type { Case } from '../cases/case.ts';
import type { Estimate } from './estimate.ts';
import { histogramOf, type Histogram } from './histogram.ts';
import { meanOf } from './mean.ts';

/** How long it takes from the infection of a case to that of one it infects. */
export type GenerationIntervals = Readonly<{
  binMs: number;
  /** How many intervals lie in [0, bin), [bin, 2 x bin) ... */
  histogram: Histogram;
  count: number;
  meanMs: Estimate;
  standardDeviationMs: number;
}>;

/** All intervals of one run, in the order in which the infected were exposed. */
export function generationIntervalsMs(cases: readonly Case[]): Float64Array<ArrayBuffer> {
  const times: number[] = [];
  for (const { infector, exposedAtMs } of cases) {
    if (infector !== undefined) times.push(exposedAtMs - cases[infector]!.exposedAtMs);
  }
  return Float64Array.from(times);
}

/**
 * What intervals say, of one run or of several one after the other. They are those that were realised: while a contagion grows
 * those that took long are missing at its end, which makes them look shorter than they are (Svensson 2007).
 */
export function summariseIntervals(intervalsMs: ArrayLike<number>, binMs: number): GenerationIntervals {
  const { value, low, high, count, standardDeviation } = meanOf(intervalsMs);
  const bins = Int32Array.from(intervalsMs, (interval) => Math.floor(interval / binMs));
  const meanMs = { value, low, high };
  return { binMs, histogram: histogramOf(bins), count, meanMs, standardDeviationMs: standardDeviation };
}

/**
 * The share of infections that fall 0, 1, 2 ... steps after the infector's own, as series with this step count them: what the
 * instantaneous reproduction number needs. Those within one step count as one later, as nobody can be infected by what is only
 * just being counted; the step should be shorter than an interval. Empty where nobody infected anybody.
 */
export function stepShares(cases: readonly Case[], stepMs: number): Float64Array<ArrayBuffer> {
  const steps: number[] = [];
  for (const { infector, exposedAtMs } of cases) {
    if (infector === undefined) continue;
    const between = Math.floor(exposedAtMs / stepMs) - Math.floor(cases[infector]!.exposedAtMs / stepMs);
    steps.push(Math.max(1, between));
  }
  return Float64Array.from(histogramOf(steps), (count) => count / steps.length);
}
