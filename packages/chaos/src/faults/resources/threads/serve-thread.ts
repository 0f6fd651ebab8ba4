import { readlinkSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { burn } from './burn.ts';
import { hold } from './hold.ts';
import type { ThreadMessage, ThreadOrder } from './orders.ts';

/** What a thread of an agent runs: says which it is, and does what it was told when it was started. */
export function serveThread(): void {
  const order = workerData as ThreadOrder;
  // `PID/task/NUMBER`
  const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  parentPort?.postMessage({ thread } satisfies ThreadMessage, []);
  if (order.do === 'burn') burn(order.percent, order.account);
  else hold();
}
