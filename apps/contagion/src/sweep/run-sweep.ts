import {
  cellsOf,
  MAX_CELLS,
  moveBlocks,
  refineAxes,
  sweep,
  type BlockResult,
  type CellState,
} from '@pod-contagion/simulator';
import { createPool, type Pool } from '@pod-contagion/simulator/threads';
import { createProgressLine, type ProgressOutput } from '../terminal/progress-line.ts';
import { untilAborted } from '../turns/until-aborted.ts';
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
  const { seed, untilMs } = plan.header;
  const pool = createPool({
    runs: { seed, untilMs },
    program: THREAD_PROGRAM,
    ...(plan.threads === undefined ? {} : { threads: plan.threads }),
  });
  try {
    const swept = await sweepGrids(plan, pool, progress, signal);
    if (swept === undefined) return false;
    const { grid, states } = swept;
    write(resultText(grid, states));
    await plan.csv?.write(sweepTable(grid, states));
    if (plan.plot !== undefined) {
      const { drawSweep } = await import('./draw.ts');
      await plan.plot.write([await drawSweep(grid, states)]);
    }
    return true;
  } finally {
    await pool.close();
    plan.file?.close();
    plan.csv?.discard();
    plan.plot?.discard();
  }
}

type Swept = Readonly<{ grid: SweepPlan; states: readonly CellState[] }>;

/** Sweeps the grid of a plan, and finer ones after it, in which what is done needs not be done again. */
async function sweepGrids(
  plan: SweepPlan,
  pool: Pool,
  output: ProgressOutput,
  signal: AbortSignal,
): Promise<Swept | undefined> {
  const { model, outbreak, precision } = plan.header;
  let { axes } = plan.header;
  let { cells } = plan;
  let done = plan.file?.done(0) ?? [];
  for (let refinement = 0; ; refinement++) {
    const grid = { ...plan, header: { ...plan.header, axes }, cells };
    const result = await doBlocks(grid, done, pool, output, signal);
    if (result === undefined) return undefined;
    const swept = { grid, states: result.states };
    if (refinement === plan.refinements) return swept;
    axes = refineAxes(axes, result.states, precision.level);
    const count = axes.reduce((product, { values }) => product * values.length, 1);
    // What is known already is worth more than a grid that is too fine.
    if (count === grid.cells.length || count > MAX_CELLS) return swept;
    cells = cellsOf(axes, model, outbreak);
    const moved = moveBlocks([...done, ...result.blocks], grid.cells, cells);
    plan.file?.refine(refinement + 1, axes);
    done = [...moved, ...(plan.file?.done(refinement + 1) ?? [])];
  }
}

async function doBlocks(
  { cells, header: { precision }, file }: SweepPlan,
  done: readonly BlockResult[],
  pool: Pool,
  output: ProgressOutput,
  signal: AbortSignal,
): Promise<Readonly<{ states: readonly CellState[]; blocks: readonly BlockResult[] }> | undefined> {
  const progress = createProgress(cells, precision);
  const line = createProgressLine(output);
  const blocks: BlockResult[] = [];
  for (const block of done) progress.count(block, true);
  const steps = untilAborted(sweep(cells, precision, pool, done), signal);
  try {
    for (;;) {
      line.tell(progress.text);
      const step = await steps.next();
      if (step.done === true) return step.value === undefined ? undefined : { states: step.value, blocks };
      blocks.push(step.value);
      file?.append(step.value);
      progress.count(step.value, false);
    }
  } finally {
    line.clear();
  }
}
