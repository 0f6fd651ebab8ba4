import type { EnsembleOptions } from '../ensembles/run-block.ts';
import type { BlockRunner } from '../sweeps/sweep.ts';
import { startThreads, type ThreadsOptions } from './threads.ts';

/** Threads that do blocks of a sweep. */
export type Pool = BlockRunner & Readonly<{ close: () => Promise<void> }>;

/** What a pool does all its blocks with. */
export type PoolOptions = ThreadsOptions & Readonly<{ ensemble: EnsembleOptions }>;

/** Starts threads for a sweep, whose cells are run as `ensemble` says. */
export function createPool({ ensemble, ...options }: PoolOptions): Pool {
  const threads = startThreads(options);
  return {
    atOnce: threads.count,
    run: (block, { model }) => threads.ask('sweep', { block, model, ensemble }),
    close: threads.close,
  };
}
