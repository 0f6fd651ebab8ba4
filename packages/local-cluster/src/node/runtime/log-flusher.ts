import { LOG_FLUSH_INTERVAL_MS } from './limits.ts';

/** One timer for the logs of all containers: writes what waits, and is not set while nothing waits. */
export type LogFlusher = Readonly<{
  /** Has `flush` called once, at the end of the present interval. */
  add: (flush: () => void) => void;
}>;

/** Makes a flusher. */
export function createLogFlusher(): LogFlusher {
  const waiting = new Set<() => void>();
  const flushAll = (): void => {
    // What is added meanwhile belongs to the next interval.
    const due = [...waiting];
    waiting.clear();
    for (const flush of due) flush();
  };
  return {
    add: (flush) => {
      if (waiting.size === 0) setTimeout(flushAll, LOG_FLUSH_INTERVAL_MS);
      waiting.add(flush);
    },
  };
}
