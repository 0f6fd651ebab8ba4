import { posteriorOf, type Posterior, type PosteriorOptions } from './renewal-posterior.ts';

/** What the reproduction number is estimated from where each infection has its time. Times are sorted, earliest first. */
export type TimedInfections = Readonly<{
  /** When each was infected, those from outside among them. */
  atMs: ArrayLike<number>;
  /** The same of those only that were infected by one of the others. */
  localAtMs: ArrayLike<number>;
  /** Generation intervals that were seen, shortest first. */
  intervalsMs: ArrayLike<number>;
}>;

/** The estimate of one window, and what it comes from. */
export type TimedReproduction = Posterior &
  Readonly<{
    /** How many were infected in it by others. */
    infections: number;
    /** How many would have been, had each infected one: what they are divided by. */
    infectiousness: number;
  }>;

/**
 * The instantaneous reproduction number of Cori et al. 2013 of one window, its beginning excluded, without steps: new infections are
 * a Poisson process whose rate is R times the infectiousness of all before, so that over the window it adds up to
 * sum of W(until - t) - W(from - t), with W the share of generation intervals that are no longer than a time. Whatever steps one
 * would count in, and however short the intervals are, it stays the same.
 */
export function timedReproduction(
  { atMs, localAtMs, intervalsMs }: TimedInfections,
  fromMs: number,
  untilMs: number,
  options: PosteriorOptions = {},
): TimedReproduction {
  const longestMs = intervalsMs.length === 0 ? 0 : intervalsMs[intervalsMs.length - 1]!;
  // Whoever has passed the longest interval when the window begins is infectious no more.
  const first = countUpTo(atMs, fromMs - longestMs);
  const last = countUpTo(atMs, untilMs);
  const passed = (nowMs: number): number => passedIntervals(atMs, first, last, intervalsMs, nowMs);
  const infectiousness =
    intervalsMs.length === 0 ? 0 : (passed(untilMs) - passed(fromMs)) / intervalsMs.length;
  const infections = countUpTo(localAtMs, untilMs) - countUpTo(localAtMs, fromMs);
  return { ...posteriorOf(infections, infectiousness, options), infections, infectiousness };
}

/** How many of some times, earliest first, are no later than one. */
export function countUpTo(timesMs: ArrayLike<number>, atMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle]! <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many pairs of an infection and an interval lie before a time; one walk through both, as the older have passed more. */
function passedIntervals(
  atMs: ArrayLike<number>,
  first: number,
  last: number,
  intervalsMs: ArrayLike<number>,
  nowMs: number,
): number {
  let sum = 0;
  let passed = intervalsMs.length;
  for (let index = first; index < last && passed > 0; index++) {
    const ageMs = nowMs - atMs[index]!;
    while (passed > 0 && intervalsMs[passed - 1]! > ageMs) passed--;
    sum += passed;
  }
  return sum;
}
