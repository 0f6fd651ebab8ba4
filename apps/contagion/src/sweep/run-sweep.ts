import { sweep, type BlockResult, type CellState } from '@pod-contagion/simulator';
import { createPool, type Pool } from '@pod-contagion/simulator/threads';
import { createProgressLine, type ProgressOutput } from '../terminal/progress-line.ts';
import type { SweepPlan } from './plan.ts';
import { createProgress } from './progress.ts';
import { resultText } from './result-text.ts';
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
 * @throws {ContagionError} CONTAGION_SWEEP_FILE where the file can't be written any more
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
    if (states !== undefined) write(resultText(plan, states));
    return states !== undefined;
  } finally {
    await pool.close();
    plan.file?.close();
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
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const steps = sweep(cells, precision, pool, done);
  const next = (): Promise<IteratorResult<BlockResult, readonly CellState[]> | undefined> => {
    const step = steps.next();
    // Where it is not waited for any more, its threads end under its hands.
    step.catch(() => undefined);
    return Promise.race([aborted, step]);
  };
  try {
    for (;;) {
      line.tell(progress.text);
      const step = await next();
      if (step === undefined) return undefined;
      if (step.done === true) return step.value;
      file?.append(step.value);
      progress.count(step.value, false);
    }
  } finally {
    line.clear();
  }
}
