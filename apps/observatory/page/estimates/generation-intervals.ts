import type { CaseColumns } from './case-columns.ts';
import type { Interval } from './estimates.ts';
import type { Selection } from './selection.ts';

/** What is known of generation intervals: a sorted sample of them, and all of them summed up. */
export type Intervals = Readonly<{ sortedMs: Float64Array; all: Interval | undefined }>;

/** As many as the share of those that are shorter than a time is known by, to a thousandth. */
const SAMPLE = 1_000;

/** Fewer pairs of those that are over than this, and those of others are taken as well: short ones first is better than none. */
const LEAST_PAIRS = 10;

/**
 * The times from the infection of one to that of those whom it infected. Of infectors that have ended: of the others the long ones
 * are still to come, and while infections become more those would seem to be few (Champredon and Dushoff 2015). So are those of infectors
 * that were infected after `settledUntilMs`, as whom they infected late may not be known yet.
 */
export function intervalsOf(columns: CaseColumns, selection: Selection, settledUntilMs: number): Intervals {
  const over = pairsOf(columns, selection, settledUntilMs);
  const pairs = over.count < LEAST_PAIRS ? pairsOf(columns, selection, undefined) : over;
  const { count, sum, squares, least, sample } = pairs;
  const sortedMs = Float64Array.from(sample).toSorted();
  if (count === 0) return { sortedMs, all: undefined };
  const meanMs = sum / count;
  const deviationMs = Math.sqrt(Math.max(0, squares / count - meanMs * meanMs));
  return { sortedMs, all: { meanMs, deviationMs, leastMs: least, pairs: count } };
}

type Pairs = { count: number; sum: number; squares: number; least: number; sample: number[] };

/** Those of infectors that are over; of all where it does not matter until when that is known. */
function pairsOf(
  { parent, exposedAtMs, endedAtMs }: CaseColumns,
  { isIn, count }: Selection,
  settledUntilMs: number | undefined,
): Pairs {
  const stride = Math.max(1, Math.floor(count / SAMPLE));
  const pairs: Pairs = { count: 0, sum: 0, squares: 0, least: Infinity, sample: [] };
  for (let row = 0; row < isIn.length; row++) {
    const infector = parent[row]!;
    if (infector < 0 || isIn[row] === 0) continue;
    const fromMs = exposedAtMs[infector]!;
    if (settledUntilMs !== undefined && (Number.isNaN(endedAtMs[infector]!) || fromMs > settledUntilMs))
      continue;
    const intervalMs = exposedAtMs[row]! - fromMs;
    // Two clocks: whoever seems to be infected before its infector says nothing.
    if (!(intervalMs > 0)) continue;
    if (pairs.count % stride === 0) pairs.sample.push(intervalMs);
    pairs.count++;
    pairs.sum += intervalMs;
    pairs.squares += intervalMs * intervalMs;
    if (intervalMs < pairs.least) pairs.least = intervalMs;
  }
  return pairs;
}

/** The share of intervals that are 0, 1, 2 ... bins long; those within one count as one, as nobody is infected by who is just being counted. */
export function sharesInBins({ sortedMs }: Intervals, binMs: number): Float64Array {
  const longestMs = sortedMs.at(-1) ?? 0;
  const shares = new Float64Array(2 + Math.ceil(longestMs / binMs));
  for (const interval of sortedMs) shares[Math.max(1, Math.round(interval / binMs))]! += 1 / sortedMs.length;
  return shares;
}
