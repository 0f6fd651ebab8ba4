import type { SweepRuns } from '../sweeps/block.ts';
import type { BlockRunner } from '../sweeps/sweep.ts';
import { startThreads, type ThreadsOptions } from './threads.ts';

/** Threads that do blocks of a sweep. */
export type Pool = BlockRunner & Readonly<{ close: () => Promise<void> }>;

/** What a pool does all its blocks with. */
export type PoolOptions = ThreadsOptions & Readonly<{ runs: SweepRuns }>;

/** Starts threads for a sweep, whose cells are run as `runs` says. */
export function createPool({ runs, ...options }: PoolOptions): Pool {
  const threads = startThreads(options);
  return {
    atOnce: threads.count,
    run: (block, { model, outbreak }) => threads.ask('sweep', { block, cell: { model, outbreak }, runs }),
    close: threads.close,
  };
}
