import type { Estimate } from '../statistics/estimate.ts';
import { infectiousnessOf } from '../statistics/instantaneous-reproduction.ts';
import { jackknife } from '../statistics/jackknife.ts';
import { gammaPosterior } from '../statistics/renewal-posterior.ts';
import type { Tally } from './tally.ts';
import { cohortFromMs, firstStepOf, MAX_STEPS, stepAt, type Waves } from './waves.ts';

/** How many each would infect if all stayed as it is in one window, and how many were infected in it by others. */
export type InstantaneousSummary = Readonly<{
  fromMs: number;
  toMs: number;
  infections: number;
  reproduction: Estimate;
}>;

/**
 * The instantaneous reproduction number of Cori et al. 2013 of many runs together, in the windows by which cohorts are told apart: its
 * posterior mean, with an interval of runs. None of windows in which nobody was infectious, nor beyond the last step that is counted.
 */
export function instantaneousOf(
  { infections, intervalSteps }: Tally,
  waves: Waves,
  untilMs: number,
): readonly InstantaneousSummary[] {
  const intervals = intervalSteps.reduce((sum, count) => sum + count, 0);
  const stepShares = intervalSteps.map((count) => count / intervals);
  const groups = infections.filter((counts) => counts.length > 0);
  const lastStep = Math.min(MAX_STEPS, stepAt(waves, untilMs));
  const windows: InstantaneousSummary[] = [];
  for (let cohort = 1; firstStepOf(cohort) < lastStep; cohort++) {
    const from = firstStepOf(cohort);
    const to = firstStepOf(cohort + 1);
    if (to > MAX_STEPS) break;
    const end = Math.min(to, lastStep);
    const local = groups.reduce((sum, counts) => sum + sumsOf(counts, stepShares, from, end).local, 0);
    const reproduction = jackknife(groups, (counts) => {
      const sums = sumsOf(counts, stepShares, from, end);
      if (sums.infectious === 0) return NaN;
      const { shape, rate } = gammaPosterior(sums.local, sums.infectious);
      return shape / rate;
    });
    if (Number.isNaN(reproduction.value)) continue;
    const toMs = Math.min(cohortFromMs(waves, cohort + 1), untilMs);
    windows.push({ fromMs: cohortFromMs(waves, cohort), toMs, infections: local, reproduction });
  }
  return windows;
}

/** How many were infected by others from one step up to another, and how infectious those before them were. */
function sumsOf(
  counts: readonly number[],
  stepShares: readonly number[],
  from: number,
  end: number,
): Readonly<{ local: number; infectious: number }> {
  const infections = Array.from({ length: end }, (_, step) => counts[2 * step] ?? 0);
  const infectiousness = infectiousnessOf({ infections, stepShares });
  let [local, infectious] = [0, 0];
  for (let step = from; step < end; step++) {
    local += infections[step]! - (counts[2 * step + 1] ?? 0);
    infectious += infectiousness[step]!;
  }
  return { local, infectious };
}
