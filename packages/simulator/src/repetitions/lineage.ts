import type { Listener } from '../engine/engine.ts';
import { addRun, NO_RATIO } from '../statistics/ratio.ts';
import { GROWTH_GROUPS, type Tally } from './tally.ts';
import { BINS_OF_A_WAVE, cohortAt, MAX_STEPS, stepAt, waveAt, type Waves } from './waves.ts';

/** Of a podder that has not been infected in this life. */
const WELL = -1;

/**
 * Tallies who infects whom in one run, from what an engine tells its listener: eight bytes a podder, however many cases there are. An engine
 * speaks of pods; which of a pod's infections it is follows from the time.
 */
export class Lineage {
  readonly #waves: Waves;
  /** When each podder was infected, and how many it has infected since. */
  readonly #exposedAtMs: Int32Array;
  readonly #infected: Int32Array;
  #offspring: number[] = [];
  #over = 0;
  #infections = 0;
  #intervals = 0;
  #intervalsMs = 0;
  #intervalsSquared = 0;
  #intervalBins: number[] = [];
  #intervalSteps: number[] = [];
  #infectionsOfSteps: number[] = [];
  #cohortCases: number[] = [];
  #cohortInfections: number[] = [];
  #unfinished: number[] = [];
  #growth: number[] = [];

  constructor(pods: number, waves: Waves) {
    this.#waves = waves;
    this.#exposedAtMs = new Int32Array(pods).fill(WELL);
    this.#infected = new Int32Array(pods);
  }

  /** Forgets the run, for the next one. */
  clear(): void {
    this.#exposedAtMs.fill(WELL);
    this.#offspring = [];
    this.#over = 0;
    this.#infections = 0;
    this.#intervals = 0;
    this.#intervalsMs = 0;
    this.#intervalsSquared = 0;
    this.#intervalBins = [];
    this.#intervalSteps = [];
    this.#infectionsOfSteps = [];
    this.#cohortCases = [];
    this.#cohortInfections = [];
    this.#unfinished = [];
    this.#growth = [];
  }

  /** What the engine has to be given. */
  readonly listener: Listener = (event, atMs, pod, other) => {
    if (event === 'exposed') {
      this.#expose(atMs, pod, other);
    } else if ((event === 'ended' || event === 'deleted') && this.#exposedAtMs[pod] !== WELL) {
      const infected = this.#infected[pod]!;
      count(this.#offspring, infected, 1);
      this.#over++;
      this.#infections += infected;
      this.#exposedAtMs[pod] = WELL;
    }
  };

  #expose(atMs: number, pod: number, other: number): void {
    const exposedAtMs = other < 0 ? WELL : this.#exposedAtMs[other]!;
    const step = stepAt(this.#waves, atMs);
    if (step < MAX_STEPS) {
      count(this.#infectionsOfSteps, 2 * step, 1);
      count(this.#infectionsOfSteps, 2 * step + 1, other < 0 ? 1 : 0);
    }
    if (exposedAtMs !== WELL) {
      this.#infected[other]!++;
      const interval = atMs - exposedAtMs;
      this.#intervals++;
      this.#intervalsMs += interval;
      this.#intervalsSquared += interval * interval;
      count(this.#intervalBins, Math.floor((interval * BINS_OF_A_WAVE) / this.#waves.waveMs), 1);
      // Nobody can be infected by what is only just being counted.
      count(this.#intervalSteps, Math.max(1, step - stepAt(this.#waves, exposedAtMs)), 1);
      count(this.#cohortInfections, cohortAt(this.#waves, exposedAtMs), 1);
    }
    this.#exposedAtMs[pod] = atMs;
    this.#infected[pod] = 0;
    count(this.#cohortCases, cohortAt(this.#waves, atMs), 1);
    const wave = waveAt(this.#waves, atMs);
    if (wave < this.#waves.growing) count(this.#growth, wave, 1);
  }

  /** What the run, which is over, came to; by its number it is in a group. */
  tally(run: number): Tally {
    for (const exposedAtMs of this.#exposedAtMs) {
      if (exposedAtMs !== WELL) count(this.#unfinished, cohortAt(this.#waves, exposedAtMs), 1);
    }
    return {
      offspring: this.#offspring,
      offspringOfCases: addRun(NO_RATIO, this.#infections, this.#over),
      intervalsMs: addRun(NO_RATIO, this.#intervalsMs, this.#intervals),
      intervalsSquared: this.#intervalsSquared,
      intervalBins: this.#intervalBins,
      intervalSteps: this.#intervalSteps,
      infections: inGroup(run, this.#infectionsOfSteps),
      cohorts: this.#cohortCases.map((cases, cohort) =>
        addRun(NO_RATIO, this.#cohortInfections[cohort] ?? 0, cases),
      ),
      unfinished: this.#unfinished,
      growth: inGroup(run, this.#growth),
    };
  }
}

/** Counts of a run in the group that it is of. */
function inGroup(run: number, counts: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: GROWTH_GROUPS }, (_, group) => (group === run % GROWTH_GROUPS ? counts : []));
}

function count(counts: number[], place: number, more: number): void {
  while (counts.length <= place) counts.push(0);
  counts[place]! += more;
}
