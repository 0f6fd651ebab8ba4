import { CODE, type InfectionTable, type Model, type Moment } from '@pod-contagion/observatory';
import { meanOf } from '@pod-contagion/simulator/statistics';
import { leftOutText, type Cohort } from './cohort.ts';
import { barsOf, digits, type Summary } from './summary.ts';

/** Widths of bars of times, in seconds. */
const INTERVAL_STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60] as const;
const INTERVAL_BARS = 40;

/** How long it took from an infection to those that it caused: of infectors that are over, so that long ones are not missing. */
export function intervalSummary(infections: InfectionTable, cohort: Cohort): Summary {
  const isOver = new Uint8Array(infections.length);
  for (const row of cohort.rows) isOver[row] = 1;
  const seconds: number[] = [];
  let negative = 0;
  for (let row = 0; row < infections.length; row++) {
    const parent = infections.parent.at(row) - infections.first;
    if (parent < 0 || parent >= infections.length || isOver[parent] === 0) continue;
    const [from, to] = [infections.exposedAtMs(parent), infections.exposedAtMs(row)];
    if (from === undefined || to === undefined) continue;
    if (to < from) negative++;
    else seconds.push((to - from) / 1_000);
  }
  const longest = seconds.reduce((most, each) => Math.max(most, each), 0);
  const least = INTERVAL_STEPS.find((step) => longest / step <= INTERVAL_BARS) ?? 60;
  const { value, low, high, standardDeviation } = meanOf(seconds);
  return {
    title: 'generation interval',
    across: 'seconds from an infection to one that it caused',
    counted: 'infections',
    ...barsOf(seconds, least),
    curves: [],
    markedFrom: undefined,
    facts: [
      ['intervals', `${seconds.length}`],
      ['mean', `${digits(value)} s (${digits(low)} to ${digits(high)})`],
      ['standard deviation', `${digits(standardDeviation)} s`],
      [
        'shortest',
        seconds.length === 0 ? 'unknown' : `${digits(seconds.reduce((a, b) => Math.min(a, b)))} s`,
      ],
      ...(negative > 0 ? [['before their cause', `${negative}: clocks differ`] as const] : []),
    ],
    note: ['forward, of infectors that are over; none is shorter than the incubation', leftOutText(cohort)]
      .filter((each) => each !== '')
      .join('; '),
  };
}

/** How many lives pods had by a moment: restarts and one. */
export function livesSummary(moment: Moment): Summary {
  const lives: number[] = [];
  for (const [row, condition] of moment.condition.entries()) {
    if (condition !== CODE.gone) lives.push((moment.restarts[row] ?? 0) + 1);
  }
  const { value, standardDeviation } = meanOf(lives);
  return {
    title: 'lives of pods',
    across: 'lives: restarts and one',
    counted: 'pods',
    ...barsOf(lives, 1),
    curves: [],
    markedFrom: undefined,
    facts: [
      ['pods', `${lives.length}`],
      ['mean', digits(value)],
      ['standard deviation', digits(standardDeviation)],
      ['most', `${lives.reduce((most, each) => Math.max(most, each), 0)}`],
    ],
    note: 'pods that were replaced begin anew with one',
  };
}

/** How many infections each generation had. */
export function generationsSummary(
  { infections }: Model,
  { fromMs, untilMs, strain }: GenerationSpan,
): Summary {
  const generations: number[] = [];
  for (let row = 0; row < infections.length; row++) {
    const atMs = infections.exposedAtMs(row) ?? 0;
    const generation = infections.generation.at(row);
    if (generation < 0 || atMs < fromMs || atMs > untilMs) continue;
    if (strain === undefined || infections.strain.at(row) === strain) generations.push(generation);
  }
  const bars = barsOf(generations, 1);
  const last = generations.reduce((most, each) => Math.max(most, each), 0);
  const widest = bars.counts.reduce((best, count, bar) => (count > bars.counts[best]! ? bar : best), 0);
  return {
    title: 'generations',
    across: 'generation',
    counted: 'infections',
    ...bars,
    curves: [],
    markedFrom: undefined,
    facts: [
      ['infections', `${generations.length}`],
      ['last generation', `${last}`],
      [
        'widest',
        generations.length === 0 ? 'unknown' : `${bars.values[widest]}: ${bars.counts[widest]} infections`,
      ],
    ],
    note: bars.step > 1 ? `${bars.step} generations a bar` : '',
  };
}

type GenerationSpan = Readonly<{ fromMs: number; untilMs: number; strain: number | undefined }>;
