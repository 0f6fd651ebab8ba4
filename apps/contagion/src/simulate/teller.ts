import { availableParallelism, totalmem } from 'node:os';
import { tellBlock, type Repetition, type RunTeller } from '@pod-contagion/simulator/repetitions';
import { startThreads, type Threads } from '@pod-contagion/simulator/threads';
import { BYTES_OF_A_PODDER, WORTH_THREADS_MS, WORTH_THREADS_PODS } from '../limits.ts';
import { THREAD_PROGRAM } from '../sweep/thread-program.ts';
import { takeTurns, type TurnsOptions } from '../turns/take-turns.ts';

/** Tells runs in this thread, or in several where that takes longer than to start them. */
export type Teller = RunTeller & Readonly<{ close: () => Promise<void> }>;

/** How runs are told: how many there may be, and on how many threads; default: one per processor. */
export type TellerOptions = TurnsOptions & Readonly<{ maxRuns: number; threads: number | undefined }>;

/** Makes what tells runs; what it tells is the same on any number of threads. */
export function createTeller(
  repetition: Repetition,
  { maxRuns, threads = availableParallelism(), ...turns }: TellerOptions,
): Teller {
  const { pods } = repetition.model;
  const most = Math.max(1, Math.min(threads, Math.floor(totalmem() / 2 / (pods * BYTES_OF_A_PODDER))));
  let started: Threads | undefined;
  const start = (): void => {
    started ??= startThreads({ threads: Math.min(most, maxRuns), program: THREAD_PROGRAM });
  };
  // So many podders that the first range alone would take too long to learn anything of.
  if (most > 1 && pods * maxRuns >= WORTH_THREADS_PODS) start();
  return {
    get atOnce() {
      // More than there are, so that none has to wait for its next range.
      return started === undefined ? 1 : 2 * started.count;
    },
    async tell(range) {
      if (started !== undefined) return started.ask('tell', { repetition, range });
      const startedAtMs = performance.now();
      const block = await takeTurns(tellBlock(repetition, range), turns);
      const usedMs = performance.now() - startedAtMs;
      const leftMs = (usedMs / (range.to - range.from)) * (maxRuns - range.to);
      if (most > 1 && leftMs > WORTH_THREADS_MS) start();
      return block;
    },
    close: async () => started?.close(),
  };
}
