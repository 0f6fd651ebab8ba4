import { mostPods } from '@pod-contagion/simulator';
import type { SimulateFlags } from '../commands/simulate-flags.ts';
import { usageError } from '../errors.ts';
import { MAX_WATCHED_PODS } from '../limits.ts';
import { planModel, type ModelPlan } from './plan-model.ts';

/** All that `contagion simulate` will do, checked before any of it is done. */
export type SimulationPlan = ModelPlan &
  Readonly<{
    untilMs: number;
    seed: number;
    runs: number;
    json: boolean;
    /** How fast it is played where it is watched: seconds of virtual time in one of real time. */
    watchedAtSpeed: number | undefined;
  }>;

/** How long a run is followed unless it is said. */
export const DEFAULT_UNTIL_MS = 3_600_000;

/** Where chance begins unless it is said. */
export const DEFAULT_SEED = 1;

/** How fast a run is played unless it is said: the first wave of fifty podders takes some seconds. */
const DEFAULT_SPEED = 10;

/**
 * Makes the plan.
 * @throws {ContagionError} CONTAGION_USAGE where flags do not go together, or there are too many podders to watch
 * @throws what `planModel` throws
 */
export async function planSimulation(flags: SimulateFlags): Promise<SimulationPlan> {
  const { until: untilMs = DEFAULT_UNTIL_MS, seed = DEFAULT_SEED, runs = 1, strains = 1, json } = flags;
  checkWatch(flags);
  const planned = await planModel(flags);
  const outbreak = strains === 1 ? planned.outbreak : { ...planned.outbreak, strains };
  const pods = mostPods(planned.model.pods, planned.model.interventions);
  if (flags.watch && pods > MAX_WATCHED_PODS) {
    throw usageError(`--watch expects ${MAX_WATCHED_PODS} podders or fewer, got ${pods}`);
  }
  const watchedAtSpeed = flags.watch ? (flags.speed ?? DEFAULT_SPEED) : undefined;
  return { ...planned, outbreak, untilMs, seed, runs, json, watchedAtSpeed };
}

function checkWatch({ watch, speed, runs = 1, json }: SimulateFlags): void {
  if (!watch && speed !== undefined) throw usageError('--speed expects --watch beside it, got none');
  if (watch && json) throw usageError('--watch expects no --json beside it, got both');
  if (watch && runs > 1) throw usageError(`--watch expects one run, got --runs ${runs}`);
}
