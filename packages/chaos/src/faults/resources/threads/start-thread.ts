import { Worker } from 'node:worker_threads';
import { ChaosError } from '../../../errors.ts';
import type { TakeMemory, ThreadMessage, ThreadOrder } from './orders.ts';

/** A thread of this process, which ends with it, however it ends. */
export type Thread = Readonly<{
  /** Its number in the kernel, as in /proc/self/task. */
  number: number;
  /** Takes more memory; settles when it has. */
  take: (bytes: number) => Promise<void>;
  /** Ends it, and with it what it holds. */
  end: () => Promise<void>;
  /** Settles when it is over, with why if nobody ended it. */
  ended: Promise<Error | undefined>;
}>;

/** In a bundle all is beside `main.mjs`, which knows when it is a thread. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.mjs')
    ? './main.mjs'
    : `./entry.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
);

/**
 * Starts a thread and waits until it runs.
 * @throws {ChaosError} CHAOS_SET_UP
 */
export async function startThread(order: ThreadOrder): Promise<Thread> {
  const worker = new Worker(PROGRAM, { workerData: order });
  let isWanted = true;
  let taking: PromiseWithResolvers<void> | undefined;
  const { promise: ready, resolve: isReady, reject: isNot } = Promise.withResolvers<number>();
  const { promise: ended, resolve: hasEnded } = Promise.withResolvers<Error | undefined>();
  const fail = (cause: Error): void => {
    isNot(cause);
    taking?.reject(cause);
    hasEnded(isWanted ? cause : undefined);
  };
  worker.on('message', (message: ThreadMessage) => {
    if ('thread' in message) isReady(message.thread);
    else taking?.resolve();
  });
  worker.on('error', (error: Error) => fail(error));
  worker.on('exit', (code) => fail(new Error(`a thread ended with ${code}`)));
  const end = async (): Promise<void> => {
    isWanted = false;
    await worker.terminate();
  };
  try {
    return {
      number: await ready,
      take: (bytes) => {
        taking = Promise.withResolvers<void>();
        worker.postMessage({ takeBytes: bytes } satisfies TakeMemory, []);
        return taking.promise;
      },
      end,
      ended,
    };
  } catch (cause) {
    throw new ChaosError('CHAOS_SET_UP', `can't start a thread: ${(cause as Error).message}`, { cause });
  }
}
