import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AnswerOf, JobName, OrderOf } from './jobs.ts';

/** The most threads: more of them than processors is of no use. */
export const MAX_THREADS = 64;

/** How threads are started. */
export type ThreadsOptions = Readonly<{
  /** Default: as many as there are processors. */
  threads?: number | undefined;
  /** The program of a thread, which calls `serveOrders`; default: the file beside this one, which a bundle has not. */
  program?: URL | undefined;
}>;

/** Threads that do what they are asked for, one thing each at a time; what comes while all are busy waits. */
export type Threads = Readonly<{
  count: number;
  ask: <Name extends JobName>(job: Name, order: OrderOf<Name>) => Promise<AnswerOf<Name>>;
  close: () => Promise<void>;
}>;

const SUFFIX = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Starts threads. What a thread does that ends is rejected, and so is all after it: nothing is waited for that does not come. */
export function startThreads({ threads, program }: ThreadsOptions = {}): Threads {
  const count = Math.min(Math.max(threads ?? availableParallelism(), 1), MAX_THREADS);
  const url = program ?? new URL(`./worker.${SUFFIX}`, import.meta.url);
  const all = Array.from({ length: count }, () => startThread(url));
  const idle = [...all];
  const waiting: ((thread: Thread) => void)[] = [];
  const release = (thread: Thread): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };
  return {
    count,
    ask: async (job, order) => {
      const thread = idle.pop() ?? (await new Promise<Thread>((resolve) => void waiting.push(resolve)));
      try {
        return (await thread.ask({ job, order })) as never;
      } finally {
        release(thread);
      }
    },
    close: async () => {
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}

type Thread = Readonly<{ ask: (order: object) => Promise<unknown>; end: () => Promise<unknown> }>;

function startThread(url: URL): Thread {
  const worker = new Worker(url);
  let waiting: PromiseWithResolvers<unknown> | undefined;
  let ended: Error | undefined;
  worker.on('message', (answer: unknown) => waiting?.resolve(answer));
  const fail = (error: Error): void => {
    ended ??= error;
    waiting?.reject(ended);
  };
  worker.on('error', (error: Error) => fail(error));
  worker.on('exit', (code) => fail(new Error(`a thread ended with ${code}`)));
  return {
    ask: (order) => {
      if (ended !== undefined) return Promise.reject(ended);
      waiting = Promise.withResolvers<unknown>();
      worker.postMessage(order, []);
      return waiting.promise;
    },
    end: () => worker.terminate(),
  };
}
