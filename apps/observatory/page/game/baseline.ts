import { runSeed, Storyteller } from '@pod-contagion/simulator';
import { quantile } from '@pod-contagion/simulator/statistics';
import type { SimulationPlan } from '../simulate/plan.ts';
import { modelOf } from '../simulate/simulated-run.ts';

/** What comes of it where nobody plays: the median of how many were infected, at each step of time. */
export type Baseline = Readonly<{ stepMs: number; infections: readonly number[]; runs: number }>;

/** How many moments the median is of. */
const STEPS = 300;

/** Simulates so many runs of a plan in which nobody plays, each with a seed of its own. */
export function simulateBaseline(plan: SimulationPlan, runs: number): Baseline {
  const stepMs = Math.max(1, Math.ceil(plan.untilMs / STEPS));
  const steps = Math.floor(plan.untilMs / stepMs) + 1;
  let exposures: number[] = [];
  const teller = new Storyteller(modelOf({ ...plan, shots: [] }), (event, atMs) => {
    if (event === 'exposed') exposures.push(atMs);
  });
  const curves = Array.from({ length: runs }, (_, run) => {
    exposures = [];
    teller.tell(runSeed(plan.seed, run), plan.outbreak, plan.untilMs);
    return cumulative(exposures, stepMs, steps);
  });
  const infections = Array.from({ length: steps }, (_, step) =>
    quantile(Uint32Array.from(curves, (curve) => curve[step] ?? 0).toSorted(), 0.5),
  );
  return { stepMs, infections, runs };
}

/** How many of these times were up to each step. */
function cumulative(timesMs: readonly number[], stepMs: number, steps: number): Uint32Array {
  const counts = new Uint32Array(steps);
  for (const atMs of timesMs) {
    const step = Math.ceil(atMs / stepMs);
    if (step < steps) counts[step]!++;
  }
  for (let step = 1; step < steps; step++) counts[step]! += counts[step - 1]!;
  return counts;
}

/** The median so long after the beginning, in ms; its last value beyond its end. */
export function baselineAt({ stepMs, infections }: Baseline, atMs: number): number {
  const place = Math.max(0, Math.min(infections.length - 1, Math.floor(atMs / stepMs)));
  return infections[place] ?? 0;
}

/** When the median first comes to so many, in ms: from where on a game that begins with them is compared. */
export function baselineTimeOf({ stepMs, infections }: Baseline, count: number): number {
  const place = infections.findIndex((each) => each >= count);
  return (place < 0 ? infections.length - 1 : place) * stepMs;
}
