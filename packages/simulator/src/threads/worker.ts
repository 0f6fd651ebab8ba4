import { parentPort } from 'node:worker_threads';
import { doBlock, type Block } from '../sweeps/block.ts';
import type { Model } from '../engine/model.ts';

/** What a thread is asked for. */
export type Order = Readonly<{ block: Block; model: Model; seed: number; untilMs: number }>;

// Answers each order with its result, in the order in which they come.
parentPort?.on('message', ({ block, model, seed, untilMs }: Order) => {
  parentPort?.postMessage(doBlock(block, model, seed, untilMs), []);
});
