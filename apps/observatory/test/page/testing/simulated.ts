import { Model } from '@pod-contagion/observatory';
import { planOf, type SimulationPlan, type Texts } from '../../../page/simulate/plan.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';

/** When such a simulation begins, in ms since 1970. */
export const START_MS = 946_684_800_000;

/** A page that has followed the whole of a simulation with these settings, and its plan. */
export function simulated(texts: Texts): { model: Model; plan: SimulationPlan } {
  const { plan } = planOf(texts);
  const run = new SimulatedRun(plan, 'test', START_MS);
  const model = new Model();
  model.load(run.snapshot());
  for (const frame of run.frames()) model.apply(frame);
  return { model, plan };
}
