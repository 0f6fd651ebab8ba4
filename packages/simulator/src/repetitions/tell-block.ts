import type { Model } from '../engine/model.ts';
import type { Outbreak } from '../engine/outbreak.ts';
import { placesOf } from '../engine/population.ts';
import { runSeed } from '../ensembles/run-seed.ts';
import { createSeries, lengthOfSeries, noteSeries, type Series } from '../stories/series.ts';
import { Storyteller } from '../stories/storyteller.ts';
import { Lineage } from './lineage.ts';
import { addTallies, NO_TALLY, type Tally } from './tally.ts';
import type { ToldRun } from './told-run.ts';
import { wavesOf } from './waves.ts';

/** What is repeated, and what is wanted of it. */
export type Repetition = Readonly<{
  model: Model;
  outbreak: Outbreak;
  untilMs: number;
  /** Of which the seed of each run comes. */
  seed: number;
  /** How often series are to be noted, in ms; none are unless given. */
  stepMs?: number | undefined;
}>;

/** Runs from one number on up to another one, which is not run itself; the first of all is 0. */
export type RunRange = Readonly<{ from: number; to: number }>;

/** What runs of one range came to. */
export type ToldBlock = RunRange &
  Readonly<{ runs: readonly ToldRun[]; tally: Tally; series: readonly Series[] }>;

/** How far a run goes on before it stops, in ms of virtual time: a second of a million podders, the whole run of some dozen. */
const LEAST_STEP_MS = 1_000;
const STEP_OF_A_PODDER_MS = 1e9;

/**
 * Tells runs one after the other; what they come to depends on nothing but what is given. It stops now and then, so that who does
 * without a thread of its own can do something else meanwhile, and gives how much of all is done, 0 to 1.
 */
export function* tellBlock(
  { model, outbreak, untilMs, seed, stepMs }: Repetition,
  { from, to }: RunRange,
): Generator<number, ToldBlock, undefined> {
  const lineage = new Lineage(placesOf(model), wavesOf(model, outbreak.sneezes));
  const storyteller = new Storyteller(model, lineage.listener);
  const runs: ToldRun[] = [];
  const all: Series[] = [];
  let tally = NO_TALLY;
  const everyMs = stepMs ?? Math.max(LEAST_STEP_MS, Math.ceil(STEP_OF_A_PODDER_MS / model.pods));
  for (let run = from; run < to; run++) {
    lineage.clear();
    const series = createSeries(stepMs === undefined ? 0 : lengthOfSeries(untilMs, stepMs));
    const steps = storyteller.steps(runSeed(seed, run), outbreak, untilMs, everyMs);
    let index = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      if (stepMs !== undefined) noteSeries(series, index++, storyteller.engine);
      yield (run - from + step.value / untilMs) / (to - from);
    }
    const { generations, ...others } = step.value;
    runs.push({ run: run + 1, ...others, generations: generations.length });
    tally = addTallies(tally, lineage.tally(run));
    if (stepMs !== undefined) all.push(series);
  }
  return { from, to, runs, tally, series: all };
}

/** The same without a stop. */
export function tellWholeBlock(repetition: Repetition, range: RunRange): ToldBlock {
  const steps = tellBlock(repetition, range);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
