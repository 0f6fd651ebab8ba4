import { setTimeout as wait } from 'node:timers/promises';
import { MAX_TIMER_MS } from '../limits.ts';

/** Time, as an experiment needs it; passed in, so that tests need none. */
export type Clock = Readonly<{
  now: () => Date;
  /** Waits so many ms; rejects when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}>;

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  async sleep(ms, signal) {
    const untilMs = performance.now() + ms;
    for (let left = ms; left > 0; left = untilMs - performance.now()) {
      await wait(Math.min(left, MAX_TIMER_MS), undefined, { signal });
    }
  },
};
