import type { Series } from '@pod-contagion/simulator';
import type { Summary } from '@pod-contagion/simulator/repetitions';
import type { SimulationPlan } from './plan.ts';

export async function drawRun(_plan: SimulationPlan, _series: Series): Promise<string> {
  return Promise.resolve('');
}
export async function drawRuns(
  _plan: SimulationPlan,
  _summary: Summary,
  _series: readonly Series[],
): Promise<string> {
  return Promise.resolve('');
}
