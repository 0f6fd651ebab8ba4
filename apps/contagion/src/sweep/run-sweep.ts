import { sweep, type CellState } from '@pod-contagion/simulator';
import { createPool, type Pool } from '@pod-contagion/simulator/threads';
import { createProgressLine, type ProgressOutput } from '../terminal/progress-line.ts';
import { untilAborted } from '../work/until-aborted.ts';
import type { SweepPlan } from './plan.ts';
import { createProgress } from './progress.ts';
import { resultText } from './result-text.ts';
import { sweepTable } from './sweep-table.ts';
import { THREAD_PROGRAM } from './thread-program.ts';

/** What running a sweep needs of its process. */
export type SweepSurroundings = Readonly<{
  write: (text: string) => void;
  progress: ProgressOutput;
  /** Aborts when the sweep is to end before its end. */
  signal: AbortSignal;
}>;

/**
 * Does what a plan says and writes what comes of it; says whether it came to its end. No thread is left, however it ends.
 * @throws {ContagionError} CONTAGION_SWEEP_FILE, CONTAGION_FILE where a file can't be written any more
 * @throws {SimulatorError} SIMULATOR_PLOT
 */
export async function runSweep(
  plan: SweepPlan,
  { write, progress, signal }: SweepSurroundings,
): Promise<boolean> {
  const { seed, untilMs, outbreak } = plan.header;
  const pool = createPool({
    ensemble: { seed, untilMs, outbreak },
    program: THREAD_PROGRAM,
    ...(plan.threads === undefined ? {} : { threads: plan.threads }),
  });
  try {
    const states = await doBlocks(plan, pool, progress, signal);
    if (states === undefined) return false;
    write(resultText(plan, states));
    await plan.csv?.write(sweepTable(plan, states));
    if (plan.plot !== undefined) {
      const { drawSweep } = await import('./draw.ts');
      await plan.plot.write([await drawSweep(plan, states)]);
    }
    return true;
  } finally {
    await pool.close();
    plan.file?.close();
    plan.csv?.discard();
    plan.plot?.discard();
  }
}

async function doBlocks(
  { cells, header: { precision }, file }: SweepPlan,
  pool: Pool,
  output: ProgressOutput,
  signal: AbortSignal,
): Promise<readonly CellState[] | undefined> {
  const progress = createProgress(cells, precision);
  const line = createProgressLine(output);
  const done = file?.done ?? [];
  for (const block of done) progress.count(block, true);
  const steps = untilAborted(sweep(cells, precision, pool, done), signal);
  try {
    for (;;) {
      line.tell(progress.text);
      const step = await steps.next();
      if (step.done === true) return step.value;
      file?.append(step.value);
      progress.count(step.value, false);
    }
  } finally {
    line.clear();
  }
}
