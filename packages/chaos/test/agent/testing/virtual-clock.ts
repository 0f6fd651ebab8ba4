import { setImmediate } from 'node:timers/promises';
import type { AgentClock } from '../../../src/agent/clock.ts';

/** A clock that stands still while anything happens, and then jumps to the next timer. */
export type VirtualClock = AgentClock & {
  /** Lets time pass until the promise has settled; fails where nothing would ever settle it. */
  run: <T>(promise: Promise<T>) => Promise<T>;
  /** Lets so much time pass. */
  pass: (durationMs: number) => Promise<void>;
};

type Timer = { atMs: number; callback: () => void };

export const START_MS = Date.UTC(2026, 0, 1);

export function createVirtualClock(): VirtualClock {
  let elapsedMs = 0;
  let timers: Timer[] = [];
  const after: AgentClock['after'] = (delayMs, callback) => {
    const timer = { atMs: elapsedMs + delayMs, callback };
    timers.push(timer);
    return () => (timers = timers.filter((each) => each !== timer));
  };
  const clock: VirtualClock = {
    nowMs: () => START_MS + elapsedMs,
    monotonicMs: () => 5_000 + elapsedMs,
    after,
    async run(promise) {
      let settled = false;
      const settling = (): void => void (settled = true);
      promise.then(settling, settling);
      for (let turn = 0; ; turn++) {
        await setImmediate();
        if (settled) return promise;
        const [next] = timers.toSorted((one, other) => one.atMs - other.atMs);
        if (next === undefined) throw new Error('nothing will ever happen again');
        if (turn > 100_000) throw new Error('it goes on for ever');
        timers = timers.filter((each) => each !== next);
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.callback();
      }
    },
    async pass(durationMs) {
      await clock.run(new Promise<void>((resolve) => void after(durationMs, resolve)));
    },
  };
  return clock;
}
