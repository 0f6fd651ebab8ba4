import { rangeRuns, type HowMany, type Repetition } from '@pod-contagion/simulator/repetitions';
import { wantsMore } from '@pod-contagion/simulator/statistics';
import { checkTime, lengthOfSeries, mostPods, runSeed, SERIES, type Model } from '@pod-contagion/simulator';
import type { SimulateFlags } from '../commands/simulate-flags.ts';
import { usageError } from '../errors.ts';
import {
  MAX_SERIES_NUMBERS,
  MAX_SERIES_TIMES,
  MAX_WATCHED_PODS,
  PICTURE_NUMBERS,
  PICTURE_TIMES,
  PRECISION_RUNS,
} from '../limits.ts';
import { checkPlots } from '../files/check-plots.ts';
import { endingOf } from '../files/ending-of.ts';
import { NO_OUTPUTS, openOutputs, type SimulationOutputs } from './outputs.ts';
import { planModel, type ModelPlan } from './plan-model.ts';

/** What is run: one run, by its own seed, or several, whose seeds come of one. */
export type Many = HowMany & Readonly<{ kind: 'many'; threads: number | undefined; runsOfRange: number }>;
export type One = Readonly<{
  kind: 'one';
  /** Its own, which the engine is given. */
  seed: number;
  /** Which one of several it is, where it is. */
  run: number | undefined;
}>;

/** All that `contagion simulate` will do, checked before any of it is done. */
export type SimulationPlan = ModelPlan &
  Repetition &
  Readonly<{
    what: One | Many;
    outputs: SimulationOutputs;
    json: boolean;
    /** How fast it is played where it is watched: seconds of virtual time in one of real time. */
    watchedAtSpeed: number | undefined;
  }>;

/** How long a run is followed unless it is said. */
export const DEFAULT_UNTIL_MS = 3_600_000;

/** Where chance begins unless it is said. */
export const DEFAULT_SEED = 1;

/** From one time of a series to the next unless it is said. */
const DEFAULT_STEP_MS = 1_000;

/** How fast a run is played unless it is said: the first wave of fifty podders takes some seconds. */
const DEFAULT_SPEED = 10;

/**
 * Makes the plan, and last of all opens the files.
 * @throws {ContagionError} CONTAGION_USAGE
 * @throws {SimulatorError} SIMULATOR_SETTING where there is not enough time
 * @throws what `planModel` throws
 */
export async function planSimulation(flags: SimulateFlags): Promise<SimulationPlan> {
  const { until: untilMs = DEFAULT_UNTIL_MS, seed = DEFAULT_SEED, strains = 1, json } = flags;
  checkWatch(flags);
  const what = planRuns(flags, seed);
  if (what.kind === 'many' && flags.cases.length > 0) {
    throw usageError(`--cases expects one run, such as --run 1 of these, got ${what.maxRuns}`);
  }
  if (what.kind === 'one' && flags.summary !== undefined) {
    throw usageError('--summary expects several runs, by --runs or --precision, got one');
  }
  if (flags.step !== undefined && flags.series === undefined && flags.plot === undefined) {
    throw usageError('--step expects --series or --plot with a file, got neither');
  }
  const planned = await planModel(flags);
  checkTime(planned.model, untilMs);
  checkWatchedPods(flags, planned.model);
  const outbreak = strains === 1 ? planned.outbreak : { ...planned.outbreak, strains };
  const stepMs = planStep(flags, untilMs, what);
  const plan = {
    ...planned,
    outbreak,
    untilMs,
    seed,
    stepMs,
    what: what.kind === 'one' ? what : { ...what, runsOfRange: rangeRuns(planned.model.pods) },
    json,
    watchedAtSpeed: flags.watch ? (flags.speed ?? DEFAULT_SPEED) : undefined,
    outputs: NO_OUTPUTS,
  };
  if (flags.plot !== undefined) {
    endingOf('plot', flags.plot, ['.svg']);
    await checkPlots();
  }
  return { ...plan, outputs: openOutputs(flags) };
}

/** What writes something of a run that is not watched. */
const NOT_WATCHED = ['precision', 'plot', 'series', 'cases', 'summary'] as const;

function checkWatch(flags: SimulateFlags): void {
  const { watch, speed, runs = 1, json } = flags;
  if (!watch && speed !== undefined) throw usageError('--speed expects --watch beside it, got none');
  if (!watch) return;
  if (json) throw usageError('--watch expects no --json beside it, got both');
  if (runs > 1) throw usageError(`--watch expects one run, got --runs ${runs}`);
  const other = NOT_WATCHED.find((name) => flags[name] !== undefined && flags[name]?.toString() !== '');
  if (other !== undefined) throw usageError(`--watch expects no --${other} beside it, got both`);
}

function checkWatchedPods({ watch }: SimulateFlags, { pods, interventions }: Model): void {
  const most = mostPods(pods, interventions);
  if (!watch || most <= MAX_WATCHED_PODS) return;
  throw usageError(`--watch expects ${MAX_WATCHED_PODS} podders or fewer, got ${most}`);
}

function planRuns(flags: SimulateFlags, seed: number): One | Many {
  const { run, runs, precision: halfWidth, threads } = flags;
  if (run !== undefined) {
    const other = (['runs', 'precision'] as const).find((name) => flags[name] !== undefined);
    if (other !== undefined) throw usageError(`--run expects no --${other} beside it, got both`);
    return { kind: 'one', seed: runSeed(seed, run - 1), run };
  }
  const maxRuns = runs ?? (halfWidth === undefined ? 1 : PRECISION_RUNS);
  if (maxRuns === 1 && halfWidth === undefined) return { kind: 'one', seed, run };
  // Where all runs end alike they say most.
  if (halfWidth !== undefined && wantsMore(0, maxRuns, { halfWidth, limit: maxRuns + 1 })) {
    throw usageError(
      `--runs expects more for --precision ${100 * halfWidth}%, of which so few are never sure, got ${maxRuns}`,
    );
  }
  return { kind: 'many', maxRuns, halfWidth, threads, runsOfRange: 1 };
}

/** How often series are noted, where something is made of them. */
function planStep(flags: SimulateFlags, untilMs: number, what: One | Many): number | undefined {
  if (flags.series === undefined && flags.plot === undefined) return undefined;
  const runs = what.kind === 'one' ? 1 : what.maxRuns;
  const timesOf = (numbers: number): number => Math.floor(numbers / SERIES.length / runs);
  const times = Math.max(2, Math.min(PICTURE_TIMES, timesOf(PICTURE_NUMBERS)));
  const usual =
    flags.series === undefined
      ? Math.ceil(untilMs / times / DEFAULT_STEP_MS) * DEFAULT_STEP_MS
      : DEFAULT_STEP_MS;
  const { step: stepMs = usual } = flags;
  const most = Math.min(MAX_SERIES_TIMES, timesOf(MAX_SERIES_NUMBERS));
  const length = lengthOfSeries(untilMs, stepMs);
  if (length > most) {
    throw usageError(
      `--step expects at most ${most} times of a run until the end of --until, as there are ${runs} to be held, got ${length}`,
    );
  }
  return stepMs;
}
