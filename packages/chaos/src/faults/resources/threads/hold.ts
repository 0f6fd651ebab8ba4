import { randomFillSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { TakeMemory, ThreadMessage } from './orders.ts';

const PAGE_BYTES = 4_096;

/**
 * Holds all memory that it is told to take, until its thread ends. It writes to each page, and nothing that could be
 * compressed or be one page with others: what is only reserved is not there.
 */
export function hold(): void {
  const held: Buffer[] = [];
  const pattern = randomFillSync(Buffer.alloc(PAGE_BYTES));
  let heldBytes = 0;
  parentPort?.on('message', ({ takeBytes }: TakeMemory) => {
    const taken = Buffer.allocUnsafeSlow(takeBytes);
    for (let at = 0; at < takeBytes; at += PAGE_BYTES) {
      pattern.copy(taken, at);
      // No two pages are the same.
      if (at + 8 <= takeBytes) taken.writeDoubleLE(heldBytes + at, at);
    }
    held.push(taken);
    heldBytes += takeBytes;
    parentPort?.postMessage({ heldBytes } satisfies ThreadMessage, []);
  });
}
