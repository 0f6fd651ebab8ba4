import { COUNT, Engine, PRESENT_MS, runSeed, Storyteller, type PresentPod } from '@pod-contagion/simulator';
import { bands } from '@pod-contagion/simulator/statistics';
import type { SimulationPlan } from '../simulate/plan.ts';
import { modelOf } from '../simulate/simulated-run.ts';

/** What comes of it where nobody plays: the median of how many were infected since the beginning of a game, at each step of time. */
export type Baseline = Readonly<{
  stepMs: number;
  infections: ArrayLike<number>;
  /** Of how many runs it is, and of how many it will be. */
  runs: number;
  of: number;
}>;

/** How many moments the median of a plan is of. */
const STEPS = 300;

/** How far a present is followed, and in which steps: longer than anybody plays, and as often as can be told apart. */
const AHEAD_MS = 3_600_000;
const AHEAD_STEP_MS = 2_000;

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
  return { stepMs, infections: medianOf(curves), runs, of: runs };
}

/**
 * The same from what pods are at a moment, of the infections that come from then on. Gives how to ask for the median of those that are
 * simulated by now, after each.
 * @throws {SimulatorError | RangeError} where it can't begin like this
 */
export function* simulateAhead(
  plan: SimulationPlan,
  present: readonly PresentPod[],
  runs: number,
): Generator<() => Baseline, void> {
  const engine = new Engine(modelOf(plan));
  const curves: Uint32Array[] = [];
  while (curves.length < runs) {
    engine.resume(runSeed(plan.seed, curves.length), present);
    const before = engine.counts[COUNT.infections]!;
    const curve = new Uint32Array(AHEAD_MS / AHEAD_STEP_MS + 1);
    let isAlive = engine.infected > 0;
    for (let step = 0; step < curve.length; step++) {
      if (isAlive) isAlive = engine.run(PRESENT_MS + step * AHEAD_STEP_MS);
      curve[step] = engine.counts[COUNT.infections]! - before;
    }
    curves.push(curve);
    yield () => ({
      stepMs: AHEAD_STEP_MS,
      infections: medianOf(curves),
      runs: curves.length,
      of: runs,
    });
  }
}

function medianOf(curves: readonly Uint32Array[]): Float64Array {
  const [median] = bands(curves, [0.5]);
  return median!;
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
