import { shortNumber, timeSpan } from '../state/words.ts';
import type { SimulationState } from './run-simulation.ts';
import { MOST_INFECTIONS } from './plan.ts';

/** What a run came to, and what formulas say of it: a line each. */
export function outcomeOf({ phase, message, misread, theory, story }: SimulationState): readonly string[] {
  if (misread.length > 0) return misread.map(({ key, expected }) => `${key}: expected ${expected}`);
  if (phase === 'refused') return [message];
  const lines: string[] = [];
  if (phase === 'cut off') lines.push(`broken off after ${MOST_INFECTIONS.toLocaleString('en')} infections`);
  if (phase === 'starting' || phase === 'running') lines.push('running …');
  if (story !== undefined) {
    const { extinctAtMs, infected, infections, generations, peakSymptomatic, restarts } = story;
    lines.push(
      extinctAtMs === undefined ? `not over: ${infected} infected` : `extinct after ${timeSpan(extinctAtMs)}`,
    );
    lines.push(
      `${infections.toLocaleString('en')} infections, ${generations.length} generations, ${restarts.toLocaleString('en')} restarts, ${peakSymptomatic} symptomatic at most`,
    );
  }
  if (theory !== undefined) {
    const { reproduction, generationMs, doublingSeconds } = theory;
    const doubling =
      doublingSeconds > 0 && Number.isFinite(doublingSeconds)
        ? `, doubles in ${timeSpan(1_000 * doublingSeconds)}`
        : '';
    lines.push(
      `by formulas R0 ${shortNumber(reproduction)}, generation ${timeSpan(generationMs)}${doubling}`,
    );
  }
  return lines;
}
