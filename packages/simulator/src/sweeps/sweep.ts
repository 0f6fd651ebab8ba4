import { wilson } from '../statistics/wilson.ts';
import { BLOCK_RUNS, type Block, type BlockResult } from './block.ts';
import type { Cell } from './cell.ts';

/** When a cell has been run often enough. */
export type Precision = Readonly<{
  /** Every cell is run as often at least, and at most; multiples of BLOCK_RUNS. */
  minRuns: number;
  maxRuns: number;
  /** The share of runs alive that a cell is wanted to be on one side of: while its interval holds it, it is run again. */
  level: number;
}>;

/** A cell as far as it is known. */
export type CellState = Readonly<{
  cell: Cell;
  runs: number;
  alive: number;
  /** When each run died out, in ms, in the order of runs; null where somebody was infected still. */
  extinctAtMs: readonly (number | null)[];
  restarts: number;
  aliveRestarts: number;
  infections: number;
}>;

/** Does blocks, each in its own time; `atOnce` is how many it can do together. */
export type BlockRunner = Readonly<{
  atOnce: number;
  run: (block: Block, cell: Cell) => Promise<BlockResult>;
}>;

/**
 * Runs all cells until each is known well enough. Gives each block as it is done; what is known in the end depends neither on their
 * order nor on how many are done at once, as a cell's next block depends on that cell alone. `done` are blocks of an earlier, broken
 * off sweep.
 */
export async function* sweep(
  cells: readonly Cell[],
  precision: Precision,
  runner: BlockRunner,
  done: readonly BlockResult[] = [],
): AsyncGenerator<BlockResult, readonly CellState[]> {
  const states = cells.map((cell): CellState => ({
    cell,
    runs: 0,
    alive: 0,
    extinctAtMs: [],
    restarts: 0,
    aliveRestarts: 0,
    infections: 0,
  }));
  for (const block of done) states[block.cell] = add(states[block.cell]!, block);
  const queue = states.flatMap((state) => nextBlock(state, precision) ?? []);
  const running = new Set<Promise<BlockResult>>();
  const arrived: BlockResult[] = [];
  const failures: unknown[] = [];
  const start = (): void => {
    while (running.size < runner.atOnce && queue.length > 0 && failures.length === 0) {
      const block = queue.shift()!;
      const promise = runner.run(block, cells[block.cell]!);
      running.add(promise);
      promise
        .then(
          (result) => arrived.push(result),
          (error: unknown) => failures.push(error),
        )
        .finally(() => running.delete(promise));
    }
  };
  for (start(); running.size > 0 || arrived.length > 0; start()) {
    if (arrived.length === 0) await Promise.race([...running].map((promise) => promise.catch(() => {})));
    if (failures.length > 0) throw failures[0];
    for (const result of arrived.splice(0)) {
      const state = add(states[result.cell]!, result);
      states[result.cell] = state;
      const next = nextBlock(state, precision);
      if (next !== undefined) queue.push(next);
      yield result;
    }
  }
  return states;
}

/** A cell's next block; undefined where it is known well enough. */
export function nextBlock(
  { cell, runs, alive }: Readonly<{ cell: Readonly<{ index: number }>; runs: number; alive: number }>,
  precision: Precision,
): Block | undefined {
  const { minRuns, maxRuns, level } = precision;
  if (runs >= maxRuns) return undefined;
  if (runs >= minRuns) {
    const { low, high } = wilson(alive, runs);
    if (low > level || high < level) return undefined;
  }
  return { cell: cell.index, from: runs, to: Math.min(runs + BLOCK_RUNS, maxRuns) };
}

function add(state: CellState, block: BlockResult): CellState {
  return {
    cell: state.cell,
    runs: state.runs + block.to - block.from,
    alive: state.alive + block.alive,
    extinctAtMs: [...state.extinctAtMs, ...block.extinctAtMs],
    restarts: state.restarts + block.restarts,
    aliveRestarts: state.aliveRestarts + block.aliveRestarts,
    infections: state.infections + block.infections,
  };
}
