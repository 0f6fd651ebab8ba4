import { SimulatorError } from '../errors.ts';
import type { Axis } from './axis.ts';
import type { BlockResult } from './block.ts';
import { cellsOf, type Cell } from './cell.ts';
import { moveBlocks, refineAxes } from './refine.ts';
import type { SweepFile } from './sweep-file.ts';
import { nextBlock, type Precision } from './sweep.ts';

/** A cell as far as the lines before have it. */
type Known = { cell: Cell; runs: number; alive: number };

/**
 * Refuses blocks that no sweep has left behind: of cells that there are not, twice, with gaps, or beyond the runs that a cell takes; and
 * a finer grid that does not come of what is known of the one before. What would come of them is another result than that of a sweep
 * that was not broken off.
 * @throws {SimulatorError} SIMULATOR_SWEEP_FILE, naming the line.
 */
export function checkBlocks({ header: { axes, model, outbreak, precision }, grids }: SweepFile): void {
  let known = unknown(cellsOf(axes, model, outbreak));
  let done: readonly BlockResult[] = [];
  for (const [place, grid] of grids.entries()) {
    if (place > 0) {
      const cells = known.map(({ cell }) => cell);
      const finer = finerAxes(known, grids[place - 1]!.axes, precision, grid.line - 1);
      if (JSON.stringify(grid.axes) !== JSON.stringify(finer)) {
        throw broken(grid.line - 1, JSON.stringify(finer), JSON.stringify(grid.axes));
      }
      known = unknown(cellsOf(finer, model, outbreak));
      done = moveBlocks(
        done,
        cells,
        known.map(({ cell }) => cell),
      );
      for (const block of done) add(known, block);
    }
    grid.blocks.forEach((block, index) => {
      checkBlock(known, block, precision, grid.line + index);
      add(known, block);
    });
    done = [...done, ...grid.blocks];
  }
}

function unknown(cells: readonly Cell[]): Known[] {
  return cells.map((cell) => ({ cell, runs: 0, alive: 0 }));
}

function add(known: readonly Known[], { cell, from, to, alive }: BlockResult): void {
  const state = known[cell]!;
  state.runs += to - from;
  state.alive += alive;
}

/** What a grid becomes that is wholly known. */
function finerAxes(
  known: readonly Known[],
  axes: readonly Axis[],
  precision: Precision,
  line: number,
): readonly Axis[] {
  const open = known.flatMap((state) => nextBlock(state, precision) ?? [])[0];
  if (open !== undefined)
    throw broken(line, `runs ${open.from} to ${open.to} of cell ${open.cell}`, 'a finer grid');
  return refineAxes(axes, known, precision.level);
}

function checkBlock(
  known: readonly Known[],
  { cell, from, to }: BlockResult,
  precision: Precision,
  line: number,
): void {
  const state = known[cell];
  if (state === undefined) throw broken(line, `a cell below ${known.length}`, String(cell));
  const next = nextBlock(state, precision);
  if (next?.from === from && next.to === to) return;
  const expected =
    next === undefined ? `no more runs of cell ${cell}` : `runs ${next.from} to ${next.to} of cell ${cell}`;
  throw broken(line, expected, `${from} to ${to}`);
}

function broken(line: number, expected: string, got: string): SimulatorError {
  return new SimulatorError(
    'SIMULATOR_SWEEP_FILE',
    `line ${line} of the sweep's file expects ${expected}, got ${got}`,
  );
}
