import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { normalReach } from './normal.ts';

/** What is known where nobody says who infected whom. */
export type UnlinkedData = Readonly<{
  /** New infections in each step. */
  infections: ArrayLike<number>;
  /** The share of infections that fall 0, 1, 2 ... steps after the infector's own; that of 0 is not used. */
  stepShares: ArrayLike<number>;
}>;

/** What those infect who were infected in a window of steps, both ends included. */
export type UnlinkedCohort = Readonly<{
  firstStep: number;
  lastStep: number;
  cases: number;
  /** The mean number that one of them infects; NaN of no cases. */
  offspring: Estimate;
}>;

/**
 * The cohort reproduction number of Wallinga and Teunis 2004, of infections that nobody links to each other: each came from one
 * before it, with a probability that goes as the share of its interval. One window for each step at which a whole one ends, from the
 * second step on, as EpiEstim has them. The interval is that of the trees that could be drawn, by their exact variance and the normal
 * distribution. It looks ahead: whoever was infected within the longest interval before the end seems to infect too few.
 */
export function wallingaTeunis(
  data: UnlinkedData,
  windowSteps: number,
  level: number = DEFAULT_LEVEL,
): readonly UnlinkedCohort[] {
  const { infections, stepShares } = data;
  const totals = likelihoods(data);
  const reach = normalReach(level);
  const cohorts: UnlinkedCohort[] = [];
  for (let firstStep = 1; firstStep + windowSteps <= infections.length; firstStep++) {
    const lastStep = firstStep + windowSteps - 1;
    const lastChild = Math.min(infections.length - 1, lastStep + stepShares.length - 1);
    let cases = 0;
    for (let step = firstStep; step <= lastStep; step++) cases += infections[step]!;
    let mean = 0;
    let variance = 0;
    for (let child = firstStep + 1; child <= lastChild; child++) {
      const chance = chanceOf(data, child, firstStep, lastStep) / (totals[child]! || Infinity);
      mean += infections[child]! * chance;
      variance += infections[child]! * chance * (1 - chance);
    }
    const half = reach * Math.sqrt(Math.max(0, variance));
    const offspring =
      cases === 0
        ? { value: NaN, low: NaN, high: NaN }
        : { value: mean / cases, low: Math.max(0, mean - half) / cases, high: (mean + half) / cases };
    cohorts.push({ firstStep, lastStep, cases, offspring });
  }
  return cohorts;
}

/** How likely all before a step are to infect in it, by steps. */
function likelihoods(data: UnlinkedData): Float64Array {
  return Float64Array.from({ length: data.infections.length }, (_, step) =>
    chanceOf(data, step, 0, step - 1),
  );
}

/** How likely those of some steps are to infect in another one, together. */
function chanceOf({ infections, stepShares }: UnlinkedData, child: number, from: number, to: number): number {
  let sum = 0;
  for (let step = Math.max(from, child - stepShares.length + 1); step <= Math.min(to, child - 1); step++) {
    sum += infections[step]! * stepShares[child - step]!;
  }
  return sum;
}
