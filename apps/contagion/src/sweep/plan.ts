import { parseDurationMs } from '@pod-contagion/notations';
import {
  BLOCK_RUNS,
  cellsOf,
  checkTime,
  parseAxis,
  type Axis,
  type AxisName,
  type Cell,
  wordsOf,
  type SweepHeader,
} from '@pod-contagion/simulator';
import type { ModelFlags } from '../commands/model-flags.ts';
import type { SweepFlags } from '../commands/sweep-flags.ts';
import { usageError } from '../errors.ts';
import { checkPlots } from '../files/check-plots.ts';
import { endingOf } from '../files/ending-of.ts';
import { openWholeFile, type WholeFile } from '../files/whole-file.ts';
import { DEFAULT_SEED, DEFAULT_UNTIL_MS } from '../simulate/plan.ts';
import { planModel, type ModelPlan } from '../simulate/plan-model.ts';
import { readBaseline } from './baseline.ts';
import { createBlockFile, resumeBlockFile, type BlockFile } from './block-file.ts';

/** All that `contagion sweep` will do, checked before any of it is done. */
export type SweepPlan = Pick<ModelPlan, 'profile' | 'warnings'> &
  Readonly<{
    /** What the results depend on. */
    header: SweepHeader;
    cells: readonly Cell[];
    /** How often the grid is made finer. */
    refinements: number;
    threads: number | undefined;
    /** Where what is done is kept, open. */
    file: BlockFile | undefined;
    /** What is written in the end, open as well. */
    plot: WholeFile | undefined;
    csv: WholeFile | undefined;
    json: boolean;
    /** The values of the setting that all others are held against. */
    baseline: readonly number[] | undefined;
  }>;

const DEFAULT_MAX_RUNS = 300;
const DEFAULT_LEVEL = 0.5;

/**
 * Makes the plan, and last of all the file.
 * @throws {ContagionError} CONTAGION_USAGE; CONTAGION_SWEEP_FILE
 * @throws {SimulatorError} SIMULATOR_SWEEP, SIMULATOR_SWEEP_FILE; SIMULATOR_SETTING where there is not enough time for a cell
 * @throws what `planModel` throws
 */
export async function planSweep(flags: SweepFlags): Promise<SweepPlan> {
  const { until: untilMs = DEFAULT_UNTIL_MS, runs: maxRuns = DEFAULT_MAX_RUNS } = flags;
  const {
    seed = DEFAULT_SEED,
    level = DEFAULT_LEVEL,
    threads,
    out,
    resume,
    json,
    refine: refinements = 0,
  } = flags;
  if (resume && out === undefined)
    throw usageError('--resume expects --out with the file to go on with, got none');
  const axes = readAxes(flags);
  const baseline = readBaseline(flags.baseline, axes);
  await checkResults(flags, axes);
  const { model, outbreak, profile, warnings } = await planModel({ ...flags, ...flagsOf(axes) });
  const cells = cellsOf(axes, model, outbreak);
  // Those between them, of a finer grid, take no longer.
  for (const cell of cells) checkTime(cell.model, untilMs);
  const precision = { minRuns: Math.min(BLOCK_RUNS, maxRuns), maxRuns, level };
  const header = { model, outbreak, axes, precision, seed, untilMs };
  const openFile = resume ? resumeBlockFile : createBlockFile;
  const results = openResults(flags);
  try {
    const file = out === undefined ? undefined : openFile(out, header);
    return { header, cells, refinements, profile, warnings, threads, file, ...results, json, baseline };
  } catch (error) {
    results.plot?.discard();
    results.csv?.discard();
    throw error;
  }
}

async function checkResults({ plot, csv }: SweepFlags, axes: readonly Axis[]): Promise<void> {
  if (csv !== undefined) endingOf('csv', csv, ['.csv']);
  if (plot === undefined) return;
  endingOf('plot', plot, ['.svg']);
  if (axes.length > 2) throw usageError(`--plot expects one or two --vary, got ${axes.length}`);
  const [only] = axes;
  if (axes.length === 1 && only !== undefined && wordsOf(only.name) !== undefined) {
    throw usageError(`--plot expects a number to be varied, or two settings, got ${only.name} alone`);
  }
  await checkPlots();
}

function openResults({ plot, csv }: SweepFlags): Pick<SweepPlan, 'plot' | 'csv'> {
  const plotFile = plot === undefined ? undefined : openWholeFile(plot);
  try {
    return { plot: plotFile, csv: csv === undefined ? undefined : openWholeFile(csv) };
  } catch (error) {
    plotFile?.discard();
    throw error;
  }
}

function readAxes({ vary, ...flags }: SweepFlags): readonly Axis[] {
  if (vary.length === 0) {
    throw usageError('--vary expects what is varied, as in symptom-delay=0s..120s, got nothing');
  }
  const axes = vary.map((text) => parseAxis(text, parseDurationMs));
  const twice = axes.find(
    ({ name }) => Object.hasOwn(flags, name) && flags[name as keyof typeof flags] !== undefined,
  );
  if (twice !== undefined) {
    throw usageError(`--${twice.name} expects not to be varied as well, got --vary ${twice.name}`);
  }
  return axes;
}

/**
 * What can be varied and is a flag as well, and which of its values the model has before it is varied: the least, which is where a delay
 * may be too short. A longest back-off cuts the first one, which no other cell gets back, so of that it is the greatest.
 */
const FLAGS = {
  replicas: Math.min,
  'symptom-delay': Math.min,
  'health-delay': Math.min,
  'sneeze-interval': Math.min,
  'max-restart-period': Math.max,
} as const satisfies Partial<Record<AxisName & keyof ModelFlags, (...values: number[]) => number>>;

function flagsOf(axes: readonly Axis[]): Partial<ModelFlags> {
  return Object.fromEntries(
    axes.flatMap(({ name, values }) =>
      name in FLAGS ? [[name, FLAGS[name as keyof typeof FLAGS](...values)]] : [],
    ),
  );
}
