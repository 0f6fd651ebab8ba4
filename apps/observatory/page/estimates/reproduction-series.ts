import { timedReproduction } from '@pod-contagion/simulator/statistics';
import { LEAST_CASES, type ReproductionSeries } from './estimates.ts';
import type { Intervals } from './generation-intervals.ts';
import { niceDurationMs } from './nice-duration.ts';
import type { Selection } from './selection.ts';

/** Points of one picture, at most. */
const MOST_POINTS = 300;

/** The share of intervals after which hardly anybody infects. */
const LONG_SHARE = 0.99;

/**
 * The reproduction number over time, each point of the window that ends there. `isCut` where older infections are kept no more: windows
 * that those may have led to would seem to grow out of nothing, and are left out.
 */
export function reproductionSeries(
  { atMs, localAtMs }: Selection,
  { sortedMs }: Intervals,
  windowMs: number,
  untilMs: number,
  isCut: boolean,
): ReproductionSeries | undefined {
  // One that is far longer than all others matters to few windows.
  const [firstAtMs, longestMs] = [atMs[0], sortedMs[Math.floor(LONG_SHARE * sortedMs.length)]];
  if (firstAtMs === undefined || longestMs === undefined) return undefined;
  const earliest = Math.min(untilMs, isCut ? firstAtMs + longestMs + windowMs : firstAtMs);
  // Four points a window are enough to see it move; each is of its whole window anyway.
  const stepMs = niceDurationMs(Math.max(windowMs / 4, (untilMs - earliest) / MOST_POINTS));
  const firstMs = Math.ceil(earliest / stepMs) * stepMs;
  const whole = Math.max(0, 1 + Math.floor((untilMs - firstMs) / stepMs));
  // The last one is of now, and goes on with it.
  const points = firstMs + (whole - 1) * stepMs < untilMs ? whole + 1 : whole;
  const series = {
    windowMs,
    atMs: new Float64Array(points),
    value: new Float64Array(points).fill(NaN),
    low: new Float64Array(points).fill(NaN),
    high: new Float64Array(points).fill(NaN),
    infections: new Uint32Array(points),
  };
  const data = { atMs, localAtMs, intervalsMs: sortedMs };
  for (let point = 0; point < points; point++) {
    const at = Math.min(untilMs, firstMs + point * stepMs);
    const { infections, reproduction } = timedReproduction(data, at - windowMs, at);
    series.atMs[point] = at;
    series.infections[point] = infections;
    if (infections < LEAST_CASES) continue;
    series.value[point] = reproduction.value;
    series.low[point] = reproduction.low;
    series.high[point] = reproduction.high;
  }
  return series;
}
