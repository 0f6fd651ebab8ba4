import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EnsembleOptions } from '../ensembles/run-block.ts';
import type { BlockResult } from '../sweeps/block.ts';
import type { BlockRunner } from '../sweeps/sweep.ts';
import type { Order } from './serve-orders.ts';

/** The most threads: more of them than processors is of no use. */
export const MAX_THREADS = 64;

/** Threads that do blocks of runs. */
export type Pool = BlockRunner & Readonly<{ close: () => Promise<void> }>;

/** What a pool does all its blocks with. */
export type PoolOptions = Readonly<{
  /** How each run is made. */
  ensemble: EnsembleOptions;
  /** Default: as many as there are processors. */
  threads?: number;
  /** The program of a thread, which calls `serveOrders`; default: the file beside this one, which a bundle has not. */
  program?: URL;
}>;

const SUFFIX = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Starts threads. A block whose thread ends is rejected, and so are those after it: nothing is waited for that does not come. */
export function createPool({ ensemble, threads, program }: PoolOptions): Pool {
  const count = Math.min(Math.max(threads ?? availableParallelism(), 1), MAX_THREADS);
  const url = program ?? new URL(`./worker.${SUFFIX}`, import.meta.url);
  const all = Array.from({ length: count }, () => startThread(url));
  const idle = [...all];
  return {
    atOnce: count,
    run: async (block, { model }) => {
      const thread = idle.pop();
      if (thread === undefined) throw new Error('all threads are busy');
      const result = await thread.ask({ block, model, ensemble });
      idle.push(thread);
      return result;
    },
    close: async () => {
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}

type Thread = Readonly<{ ask: (order: Order) => Promise<BlockResult>; end: () => Promise<unknown> }>;

function startThread(url: URL): Thread {
  const worker = new Worker(url);
  let waiting: PromiseWithResolvers<BlockResult> | undefined;
  let ended: Error | undefined;
  worker.on('message', (result: BlockResult) => waiting?.resolve(result));
  const fail = (error: Error): void => {
    ended ??= error;
    waiting?.reject(ended);
  };
  worker.on('error', (error: Error) => fail(error));
  worker.on('exit', (code) => fail(new Error(`a thread ended with ${code}`)));
  return {
    ask: (order) => {
      if (ended !== undefined) return Promise.reject(ended);
      waiting = Promise.withResolvers<BlockResult>();
      worker.postMessage(order, []);
      return waiting.promise;
    },
    end: () => worker.terminate(),
  };
}
