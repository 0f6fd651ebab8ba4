import type { Done } from '../engine/intervention.ts';
import type { Histogram } from '../statistics/histogram.ts';
import type { StrainStory } from './strain-log.ts';

/** One generation of a contagion: who was infected by those of the generation before. Times are milliseconds of virtual time. */
export type Generation = Readonly<{ cases: number; firstAtMs: number; lastAtMs: number }>;

/** What one run came to. */
export type Story = Readonly<{
  seed: number;
  /** When nobody was infected any more; undefined where somebody still was. */
  extinctAtMs: number | undefined;
  /** How many were infected when it ended. */
  infected: number;
  infections: number;
  /** The first is of those that were infected from outside. */
  generations: readonly Generation[];
  /** All until the time that was given, also those after the extinction. */
  restarts: number;
  /** Of one podder. */
  mostRestarts: number;
  /** Of the podders that there are when it ends: how many were restarted never, once, twice ... */
  restartsOfPods: Histogram;
  /** Most that had symptoms at once, and when that first was so. */
  peakSymptomatic: number;
  peakAtMs: number;
  sneezes: number;
  /** Sneezes that nobody took. */
  refused: number;
  /** Sneezes that infected somebody; the others were taken by who was infected already, or is immune. */
  hits: number;
  /** What became of each strain; only where there are several. */
  strains?: readonly StrainStory[];
  /** What was done to it from outside; only where something is. */
  interventions?: readonly Done[];
}>;
