import type { ProgressOutput } from '../terminal/progress-line.ts';
import type { SimulationPlan } from './plan.ts';
import { runMany } from './run-many.ts';
import { runOne } from './run-one.ts';
import { captionOf } from './texts.ts';

/** What running a simulation needs of its process. */
export type SimulationSurroundings = Readonly<{
  write: (text: string) => void;
  /** Says something that is no result. */
  note: (text: string) => void;
  progress: ProgressOutput;
  /** Aborts when it is to end before its end. */
  signal: AbortSignal;
}>;

/**
 * Does what a plan says and writes what comes of it; says whether it came to its end. However it ends, no thread is left and no file
 * that is not whole.
 * @throws {ContagionError} CONTAGION_FILE where a file can't be written any more
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES, SIMULATOR_PLOT
 */
export async function runSimulation(
  plan: SimulationPlan,
  surroundings: SimulationSurroundings,
): Promise<boolean> {
  const { what, json, outputs } = plan;
  try {
    if (!json) surroundings.write(`${captionOf(plan)}\n`);
    return what.kind === 'one'
      ? await runOne(plan, what, surroundings)
      : await runMany(plan, what, surroundings);
  } catch (error) {
    if (surroundings.signal.aborted) return false;
    throw error;
  } finally {
    outputs.discard();
  }
}
