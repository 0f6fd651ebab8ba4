import type { Cohorts, Incidence, ReproductionSeries } from '../../estimates/estimates.ts';

/** Columns as uPlot takes them: times in ms since 1970, then numbers; null where there is none. */
export type Columns = [number[], ...(number | null)[][]];

/** The axis goes to this at least, so that 1 is never at its edge. */
export const LEAST_TOP = 2;

/** How far the axis goes above the largest value: an interval of the first few cases would flatten all the rest. */
const HEADROOM = 1.6;

/** The top of the axis of reproduction numbers. */
export function topOf({ value }: ReproductionSeries): number {
  const most = value.reduce((top, each) => (each > top ? each : top), 0);
  return Math.max(LEAST_TOP, Math.ceil(most * HEADROOM * 2) / 2);
}

/** The line and the two edges of its band, cut off at the top of the axis. */
export function reproductionColumns(series: ReproductionSeries | undefined): Columns {
  if (series === undefined) return [[], [], [], []];
  const top = topOf(series);
  const numbers = (column: Float64Array): (number | null)[] =>
    Array.from(column, (each) => (Number.isNaN(each) ? null : Math.min(top, each)));
  return [[...series.atMs], numbers(series.value), numbers(series.high), numbers(series.low)];
}

/**
 * Bars by the beginning of their bins; and where it is wanted, how many there were in all, up to the end of the last one, with the
 * `before` that came before the first.
 */
export function incidenceColumns(incidence: Incidence | undefined, hasTotal: boolean, before = 0): Columns {
  if (incidence === undefined) return [[], [], []];
  const { fromMs, binMs, counts } = incidence;
  let sum = before;
  const sums = Array.from(counts, (count) => (sum += count));
  return [
    Array.from({ length: counts.length + 1 }, (_, bin) => fromMs + bin * binMs),
    [...counts, null],
    hasTotal ? [...sums, sum] : Array.from({ length: counts.length + 1 }, () => null),
  ];
}

/** A mark of a cohort: in the middle of its bin; open where its members may infect more yet. */
export type CohortMark = Readonly<{ atMs: number; value: number; isOpen: boolean }>;

/** Fewer members than this say nothing of a mean. */
const LEAST_MEMBERS = 3;

/** What is drawn of cohorts. */
export function cohortMarks(cohorts: Cohorts | undefined): readonly CohortMark[] {
  if (cohorts === undefined) return [];
  const { fromMs, binMs, cases, value, unfinished } = cohorts;
  return Array.from(value, (each, bin) => ({
    atMs: fromMs + (bin + 0.5) * binMs,
    value: each,
    isOpen: unfinished[bin]! > 0,
    members: cases[bin]!,
  })).filter(({ members, value: each }) => members >= LEAST_MEMBERS && !Number.isNaN(each));
}
