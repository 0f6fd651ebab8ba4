import { signal, type Signal } from '@preact/signals';
import type { Between } from '../estimates/estimates.ts';

/** How far futures are followed, in ms. */
export const HORIZON_MS = 3_600_000;

/** How many are infected in most futures from a moment on. Times are ms since 1970. */
export type Fan = Readonly<{
  /** The moment from which they go on. */
  fromMs: number;
  /** Times, and what a tenth, half and nine tenths of all futures lie below then. */
  atMs: Float64Array;
  low: Float64Array;
  median: Float64Array;
  high: Float64Array;
  /** How many futures these are, of how many. */
  runs: number;
  of: number;
  /** The share in which somebody is still infected at the end, with Wilson's interval. */
  alive: Between;
  /** When half of all had died out; undefined where fewer than half have. */
  halfOverMs: number | undefined;
}>;

/** What is drawn over the curve; undefined for nothing. */
export const fan: Signal<Fan | undefined> = signal(undefined);
