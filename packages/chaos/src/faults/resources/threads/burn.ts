import { readFileSync } from 'node:fs';
import { BURN_CHUNK_MS } from '../limits.ts';
import { createDuty } from './duty.ts';
import { writeAccount } from './orders.ts';

/** Nanoseconds on a processor and of waiting for one, of the thread that reads it; see sched-stats of the kernel. */
export const THREAD_TIMES = '/proc/thread-self/schedstat';

const NS_PER_MS = 1e6;

/**
 * Burns a share of one processor for ever: ends with its thread. How much that is it measures by what the kernel has counted for
 * the thread, not by the clock, so that it neither misses what others took nor burns more where a processor is slow.
 */
export function burn(percent: number, account: SharedArrayBuffer): never {
  const sleeper = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const duty = createDuty(percent, { usedMs, nowMs: () => performance.now() });
  const atFirst = { usedMs: usedMs(), waitedMs: waitedMs(), nowMs: performance.now() };
  for (;;) {
    const { burnUntilUsedMs, endsAtMs } = duty.next();
    while (usedMs() < burnUntilUsedMs && performance.now() < endsAtMs) spin(BURN_CHUNK_MS);
    const restMs = endsAtMs - performance.now();
    if (restMs > 0) Atomics.wait(sleeper, 0, 0, restMs);
    writeAccount(account, {
      usedMs: usedMs() - atFirst.usedMs,
      lastedMs: performance.now() - atFirst.nowMs,
      waitedMs: waitedMs() - atFirst.waitedMs,
    });
  }
}

/** Keeps a processor busy; the root keeps it from being done at once by a compiler that sees that nobody needs it. */
function spin(forMs: number): void {
  const untilMs = performance.now() + forMs;
  let value = untilMs;
  while (performance.now() < untilMs) for (let i = 0; i < 2_000; i++) value = Math.sqrt(value + i);
  if (value < 0) throw new Error('expected a root, got a negative number');
}

function usedMs(): number {
  return threadTimes()[0] / NS_PER_MS;
}

function waitedMs(): number {
  return threadTimes()[1] / NS_PER_MS;
}

function threadTimes(): readonly [usedNs: number, waitedNs: number] {
  const [used = 0, waited = 0] = readFileSync(THREAD_TIMES, 'utf8').split(' ').map(Number);
  return [used, waited];
}
