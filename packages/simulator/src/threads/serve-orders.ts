import { parentPort } from 'node:worker_threads';
import type { EnsembleOptions } from '../ensembles/run-block.ts';
import type { Model } from '../engine/model.ts';
import { doBlock, type Block } from '../sweeps/block.ts';

/** What a thread is asked for. */
export type Order = Readonly<{ block: Block; model: Model; ensemble: EnsembleOptions }>;

/** Makes this thread one of a pool: it answers each order with its result, in the order in which they come. */
export function serveOrders(): void {
  parentPort?.on('message', ({ block, model, ensemble }: Order) => {
    parentPort?.postMessage(doBlock(block, model, ensemble), []);
  });
}
