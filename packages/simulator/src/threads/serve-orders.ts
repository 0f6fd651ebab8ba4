import { parentPort } from 'node:worker_threads';
import { doJob, type Order } from './jobs.ts';

/** Makes this thread one of several: it answers each order with its result, in the order in which they come. */
export function serveOrders(): void {
  parentPort?.on('message', (order: Order) => {
    parentPort?.postMessage(doJob(order), []);
  });
}
