import { LEAST_CASES, type Between, type Estimates, type Growing } from '../../estimates/estimates.ts';
import { clockTime, shortNumber, timeSpan } from '../../state/words.ts';

/** A value with what it lies between. */
export function between({ value, low, high }: Between): string {
  return `${shortNumber(value)} (${shortNumber(low)} to ${shortNumber(high)})`;
}

/** What stands above the charts, in parts: what is known now, or why nothing is. */
export function readings(estimates: Estimates | undefined): readonly string[] {
  if (estimates === undefined || (estimates.infections === 0 && !estimates.isLeast))
    return ['nobody was infected yet'];
  const { reproduction, inWindow, when, interval, growth, infections, isLeast, extinctSinceMs } = estimates;
  const parts: string[] = [];
  if (extinctSinceMs !== undefined) parts.push(`extinct since ${clockTime(extinctSinceMs)}`);
  if (interval === undefined) parts.push('R unknown: nobody has said who infected them');
  else {
    const [r, few] = reproduction ? [between(reproduction), ''] : ['unknown', `, fewer than ${LEAST_CASES}`];
    parts.push(`R ${r} ${when}, ${inWindow} infected${few}`);
  }
  const grows = growth === undefined || extinctSinceMs !== undefined ? undefined : growthText(growth);
  if (grows !== undefined) parts.push(grows);
  if (interval !== undefined) {
    parts.push(`generation interval ${timeSpan(interval.meanMs)} ± ${timeSpan(interval.deviationMs)}`);
  }
  parts.push(`${isLeast ? 'at least ' : ''}${infections.toLocaleString('en')} infected in all`);
  return parts;
}

/** Undefined where it may as well be the other way. */
function growthText({ perSecond, doublingSeconds, reproduction }: Growing): string | undefined {
  if (perSecond.low <= 0 && perSecond.high >= 0) return undefined;
  const by = reproduction === undefined ? '' : `, R ${shortNumber(reproduction.value)} by that`;
  return `${doublingSeconds < 0 ? 'halves' : 'doubles'} in ${timeSpan(1_000 * Math.abs(doublingSeconds))}${by}`;
}

/** What the hatched edge means; undefined where there is none. */
export function edgeText({ completeUntilMs }: Estimates): string | undefined {
  if (completeUntilMs === Infinity) return undefined;
  return `hatched since ${clockTime(completeUntilMs)}: no podder can be asked, and an infection is known only once its container ends`;
}

/** Something that is shown, what it means and how it is reckoned. */
export type Definition = Readonly<{ term: string; meaning: string; formula: string }>;

/** What is this: in the order in which it is drawn. */
export const DEFINITIONS: readonly Definition[] = [
  {
    term: 'R, the line and its band',
    meaning:
      'How many one podder infects, if all stays as it is in the window that ends there. Above 1 it grows, below 1 it dies out. The band holds it with 95 %. Nothing is drawn where fewer than 11 were infected in the window.',
    formula:
      'R = (1 + infected in the window) / (1/5 + Λ), Λ = Σ W(end − t) − W(begin − t) over all infected at t, W = share of generation intervals that are shorter. The band: quantiles of the gamma distribution of this shape (Cori 2013).',
  },
  {
    term: 'Dots',
    meaning:
      'How many those infected others, on average, who were themselves infected in that time: counted, no model. Hollow where some of them may go on: it can only rise.',
    formula:
      'R of a cohort = Σ children / members. Where most do not say who infected them: Wallinga and Teunis 2004.',
  },
  {
    term: 'Bars',
    meaning:
      'How many were infected, by when they were; or by when their first symptom showed, which leaves out those that ended before. The line, where it is drawn, adds them up.',
    formula: 'A bar is about a quarter of the incubation wide, and no less than a second.',
  },
  {
    term: 'Doubles in, halves in, and R by that',
    meaning:
      'How fast infections of the window become more or fewer, where that is beyond doubt, and how many each must infect for it to be so. A second opinion on R: it looks at the slope, not at the height.',
    formula:
      'r: Poisson regression of eighths of the window on time; ln 2 / r; R = 1 / mean of e^(−r g) over generation intervals g (Wallinga and Lipsitch 2007). Wrong where infections come in waves.',
  },
  {
    term: 'Generation interval',
    meaning:
      'From the infection of one to that of those whom it infects. Of infectors that have ended only: the long ones of others are still to come.',
    formula: 'mean ± standard deviation of t(child) − t(parent). None is shorter than the symptom delay.',
  },
];
