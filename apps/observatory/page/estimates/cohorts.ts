import { wallingaTeunis } from '@pod-contagion/simulator/statistics';
import type { CaseColumns } from './case-columns.ts';
import type { Cohorts, Incidence } from './estimates.ts';
import { sharesInBins, type Intervals } from './generation-intervals.ts';
import type { Selection } from './selection.ts';

/** Where more than this share does not say who infected them, the tree is no better than a guess by times. */
const MOST_UNLINKED = 0.5;

/** How far from the mean its interval reaches, in standard errors. */
const REACH = 1.96;

/**
 * How many those infect who were infected in each bin. Counted in the tree: no model is asked. Members that can infect others yet,
 * or whose children may not be known yet, are counted as unfinished: those that have not ended, and those infected after `settledUntilMs`.
 */
export function cohortsOf(
  columns: CaseColumns,
  selection: Selection,
  { fromMs, binMs, counts }: Incidence,
  settledUntilMs: number,
): Cohorts {
  const { exposedAtMs, endedAtMs } = columns;
  const children = childrenOf(columns, selection);
  const bins = counts.length;
  const [cases, unfinished] = [new Uint32Array(bins), new Uint32Array(bins)];
  const [sums, squares] = [new Float64Array(bins), new Float64Array(bins)];
  for (let row = 0; row < selection.isIn.length; row++) {
    if (selection.isIn[row] === 0) continue;
    const bin = Math.floor((exposedAtMs[row]! - fromMs) / binMs);
    if (!(bin >= 0 && bin < bins)) continue;
    const count = children[row]!;
    cases[bin]!++;
    sums[bin]! += count;
    squares[bin]! += count * count;
    if (Number.isNaN(endedAtMs[row]!) || exposedAtMs[row]! > settledUntilMs) unfinished[bin]!++;
  }
  const [value, low, high] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let bin = 0; bin < bins; bin++) {
    const count = cases[bin]!;
    const mean = sums[bin]! / count;
    const variance = count < 2 ? Infinity : Math.max(0, squares[bin]! - count * mean * mean) / (count - 1);
    const half = REACH * Math.sqrt(variance / count);
    value[bin] = mean;
    low[bin] = Math.max(0, mean - half);
    high[bin] = mean + half;
  }
  return { method: 'tree', fromMs, binMs, cases, value, low, high, unfinished };
}

/** Whether too few say who infected them. */
export function isUnlinked({ unlinked, count }: Selection): boolean {
  return unlinked > MOST_UNLINKED * count;
}

/** The same by the times alone, where who infected whom is not known. It needs intervals, from those who said so. */
export function unlinkedCohorts(
  { fromMs, binMs, counts }: Incidence,
  intervals: Intervals,
  completeUntilMs: number,
): Cohorts | undefined {
  const longestMs = intervals.sortedMs.at(-1);
  if (longestMs === undefined) return undefined;
  const cohorts = wallingaTeunis({ infections: counts, stepShares: sharesInBins(intervals, binMs) }, 1);
  const lastMs = Math.min(completeUntilMs, fromMs + counts.length * binMs);
  const isOpen = (step: number): boolean => fromMs + (step + 1) * binMs + longestMs > lastMs;
  return {
    method: 'wallinga-teunis',
    fromMs: fromMs + binMs,
    binMs,
    cases: Uint32Array.from(cohorts, ({ cases }) => cases),
    value: Float64Array.from(cohorts, ({ offspring }) => offspring.value),
    low: Float64Array.from(cohorts, ({ offspring }) => offspring.low),
    high: Float64Array.from(cohorts, ({ offspring }) => offspring.high),
    unfinished: Uint32Array.from(cohorts, ({ firstStep, cases }) => (isOpen(firstStep) ? cases : 0)),
  };
}

/** How many each infected, by its row. */
function childrenOf({ parent }: CaseColumns, { isIn }: Selection): Int32Array {
  const children = new Int32Array(isIn.length);
  for (let row = 0; row < isIn.length; row++) {
    if (isIn[row] === 1 && parent[row]! >= 0) children[parent[row]!]!++;
  }
  return children;
}
