import type { SimulateFlags } from '../commands/simulate-flags.ts';
import { planModel, type ModelPlan } from './plan-model.ts';

/** All that `contagion simulate` will do, checked before any of it is done. */
export type SimulationPlan = ModelPlan &
  Readonly<{ untilMs: number; seed: number; runs: number; json: boolean }>;

/** How long a run is followed unless it is said. */
export const DEFAULT_UNTIL_MS = 3_600_000;

/** Where chance begins unless it is said. */
export const DEFAULT_SEED = 1;

/**
 * Makes the plan.
 * @throws what `planModel` throws
 */
export async function planSimulation(flags: SimulateFlags): Promise<SimulationPlan> {
  const { until: untilMs = DEFAULT_UNTIL_MS, seed = DEFAULT_SEED, runs = 1, strains = 1, json } = flags;
  const plan = await planModel(flags);
  const outbreak = strains === 1 ? plan.outbreak : { ...plan.outbreak, strains };
  return { ...plan, outbreak, untilMs, seed, runs, json };
}
