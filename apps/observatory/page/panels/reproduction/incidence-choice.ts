import { signal, type Signal } from '@preact/signals';
import type { Estimates, Incidence } from '../../estimates/estimates.ts';

/** By what an infection is counted in a bar: when it happened, or when its first symptom showed. */
export const BARS = ['exposure', 'symptoms'] as const;
export type Bars = (typeof BARS)[number];

export const bars: Signal<Bars> = signal('exposure');

/** Whether a line over the bars says how many there were in all. */
export const TOTALS = ['off', 'on'] as const;
export type Total = (typeof TOTALS)[number];

export const total: Signal<Total> = signal('off');

/** The bars that are chosen. */
export function chosenBars(
  estimates: Pick<Estimates, 'incidence' | 'onsets'> | undefined,
  by: Bars,
): Incidence | undefined {
  return by === 'symptoms' ? estimates?.onsets : estimates?.incidence;
}
