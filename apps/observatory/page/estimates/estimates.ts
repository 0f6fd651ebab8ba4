import { signal, type Signal } from '@preact/signals';

/** A value and what it lies between, 95 %. */
export type Between = Readonly<{ value: number; low: number; high: number }>;

/** What is estimated of the epidemic as it is shown, of the strain and the brush that are chosen. */
export type Estimates = Readonly<{
  /** The instantaneous reproduction number at its end; undefined where too few were infected to say. */
  reproduction: Between | undefined;
  word: 'growing' | 'steady' | 'dying' | 'unknown' | 'over';
  infectionsPerSecond: number;
  /** Distinct pods that were ever infected, of all that ever were at risk: 0 to 1. */
  attackRate: number;
  infections: number;
  generations: number;
}>;

/** Made anew once or twice a second; undefined before there is any. */
export const estimates: Signal<Estimates | undefined> = signal(undefined);
