import { TRIM_INTERVAL_MS } from '../limits.ts';

/** What Node.js gives a program that it is started with --expose-gc. */
type Collect = (options: { type: 'major'; execution: 'async'; flavor: 'last-resort' }) => Promise<void>;

/**
 * Gives memory back once a minute, for as long as it is not stopped: V8 by itself keeps what it has taken, and fragments
 * of it add up for hours. Takes a tenth of a second each time. Does nothing without --expose-gc.
 */
export function trimMemory(
  collect: Collect | undefined = (globalThis as { gc?: Collect }).gc,
  intervalMs: number = TRIM_INTERVAL_MS,
): () => void {
  if (collect === undefined) return () => {};
  const timer = setInterval(
    () => void collect({ type: 'major', execution: 'async', flavor: 'last-resort' }),
    intervalMs,
  );
  timer.unref();
  return () => clearInterval(timer);
}
