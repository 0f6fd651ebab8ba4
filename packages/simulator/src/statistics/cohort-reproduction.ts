import type { Case } from '../cases/case.ts';
import type { Estimate } from './estimate.ts';
import { meanOf } from './mean.ts';
import { offspringOf } from './offspring.ts';

/** What those infect who were exposed in one window, `fromMs` included and `toMs` not. */
export type Cohort = Readonly<{
  fromMs: number;
  toMs: number;
  cases: number;
  /** How many of them could still infect others when the run ended: where it is not 0, the mean is too low. */
  unfinished: number;
  /** The mean number that a case infects, whenever it did; NaN of no cases. */
  offspring: Estimate;
}>;

/**
 * The cohort reproduction number of one run, window by window from 0 on: how many are infected, on average, by those who were exposed
 * in that window (the "case" reproduction number of Fraser 2007). It needs no model, as who infected whom is known, but looks ahead:
 * the last windows are cut short by the end of the run, and say so.
 * @throws {RangeError} for a window of no time.
 */
export function cohortReproduction(cases: readonly Case[], windowMs: number): readonly Cohort[] {
  if (!(windowMs > 0)) throw new RangeError(`expected a window of more than 0 ms, got ${windowMs}`);
  const offspring = offspringOf(cases);
  const cohorts: Cohort[] = [];
  for (let first = 0; first < cases.length;) {
    const fromMs = cohorts.length * windowMs;
    const toMs = fromMs + windowMs;
    let end = first;
    let unfinished = 0;
    for (; end < cases.length && cases[end]!.exposedAtMs < toMs; end++) {
      if (cases[end]!.endedAtMs === undefined) unfinished++;
    }
    const { value, low, high } = meanOf(offspring.subarray(first, end));
    cohorts.push({ fromMs, toMs, cases: end - first, unfinished, offspring: { value, low, high } });
    first = end;
  }
  return cohorts;
}
