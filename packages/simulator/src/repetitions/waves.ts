import type { Model } from '../engine/model.ts';
import { courseOf } from '../statistics/course-of-model.ts';
import { theoryOf } from '../statistics/theory.ts';

/**
 * How cases are told apart by when they were exposed. A wave is as long as theory says that a generation takes, with the generation in
 * its middle: those from outside are wave 0. A cohort is twice as many waves as the one before.
 */
export type Waves = Readonly<{
  waveMs: number;
  /** In how many waves, with 0, hardly anybody has been infected yet, so that growth is that of theory. */
  growing: number;
}>;

/** Of all podders, those that may have been infected without much difference to those who sneeze. */
const SPENT_SHARE = 0.25;
const MAX_GROWING = 24;

/** The waves of a model whose contagion begins with so many cases. */
export function wavesOf(model: Model, introduced: number): Waves {
  const { generationMs, reproduction } = theoryOf(courseOf(model));
  const generations =
    reproduction > 1 ? Math.log((SPENT_SHARE * model.pods) / introduced) / Math.log(reproduction) : 0;
  return {
    waveMs: Math.max(1, Math.round(generationMs)),
    growing: Math.min(MAX_GROWING, Math.max(2, 1 + Math.floor(generations))),
  };
}

/** The wave of a time. */
export function waveAt({ waveMs }: Waves, atMs: number): number {
  return Math.floor(atMs / waveMs + 0.5);
}

/**
 * Infections are counted in steps of a quarter of a wave, so that each cohort begins with one; and only in so many of them, as there is
 * a list for each group of runs.
 */
export const STEPS_OF_A_WAVE = 4;
export const MAX_STEPS = 4_096;

/** How many bins of a histogram of generation intervals are as long as a wave. */
export const BINS_OF_A_WAVE = 20;

/** The step of a time. */
export function stepAt({ waveMs }: Waves, atMs: number): number {
  return Math.floor((atMs * STEPS_OF_A_WAVE) / waveMs);
}

/** The first step of a cohort. */
export function firstStepOf(cohort: number): number {
  return cohort === 0 ? 0 : STEPS_OF_A_WAVE * (2 ** (cohort - 1) - 0.5);
}

/** The cohort of a time. */
export function cohortAt(waves: Waves, atMs: number): number {
  return 32 - Math.clz32(waveAt(waves, atMs));
}

/** When a cohort begins, in ms: the one before it ends then. */
export function cohortFromMs({ waveMs }: Waves, cohort: number): number {
  return cohort === 0 ? 0 : Math.ceil(waveMs * (2 ** (cohort - 1) - 0.5));
}
