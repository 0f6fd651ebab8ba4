import { clockTime, shortNumber, timeSpan } from '../state/words.ts';
import { HORIZON_MS, type Fan } from './fan.ts';

import type { WhatIf } from './what-if.ts';

/** What futures say: a line each. */
export function whatIfLines(state: WhatIf | undefined, fan: Fan | undefined): readonly string[] {
  if (state === undefined) return ['Simulates 200 futures of an hour from the moment that is shown.'];
  if (state.phase === 'nobody') return ['Nobody is infected at this moment: nothing can go on.'];
  if (state.phase === 'refused') return [state.message];
  if (fan === undefined) return ['simulating …'];
  const { runs, of, fromMs, alive, halfOverMs, low, median, high } = fan;
  const percent = (share: number): string => `${shortNumber(100 * share)} %`;
  const lines = [
    `${runs} of ${of} futures from ${clockTime(fromMs)} on`,
    `alive after ${timeSpan(HORIZON_MS)}: ${percent(alive.value)}, with 95 % confidence ${percent(alive.low)} to ${percent(alive.high)}`,
    `infected then ${shortNumber(median.at(-1) ?? NaN)}, in four of five ${shortNumber(low.at(-1) ?? NaN)} to ${shortNumber(high.at(-1) ?? NaN)}`,
  ];
  if (halfOverMs !== undefined) lines.push(`half of them are over after ${timeSpan(halfOverMs - fromMs)}`);
  return lines;
}
