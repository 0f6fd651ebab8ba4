import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { meanOf } from './mean.ts';
import { studentReach } from './student-t.ts';

/**
 * An estimate from all groups together, with an interval from how it changes when each is left out in turn (Tukey 1958): for what has no
 * formula of its own, from groups of runs that are independent of each other. `estimate` is given counts, which are added up by their
 * places. An interval without limits where there are fewer than two groups, or none that can be left out.
 */
export function jackknife(
  groups: readonly (readonly number[])[],
  estimate: (counts: readonly number[]) => number,
  level: number = DEFAULT_LEVEL,
): Estimate {
  const count = groups.length;
  const length = groups.reduce((most, group) => Math.max(most, group.length), 0);
  const all = Array.from({ length }, (_, place) =>
    groups.reduce((sum, group) => sum + (group[place] ?? 0), 0),
  );
  const value = estimate(all);
  const without = groups.map((group) => estimate(all.map((sum, place) => sum - (group[place] ?? 0))));
  if (count < 2 || !without.every(Number.isFinite)) return { value, low: -Infinity, high: Infinity };
  const mean = meanOf(without).value;
  const squares = without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const half = studentReach(count - 1, level) * Math.sqrt(((count - 1) / count) * squares);
  return { value, low: value - half, high: value + half };
}
