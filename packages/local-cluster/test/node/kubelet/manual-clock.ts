import type { Clock } from '@pod-contagion/api-server/objects';

/** A clock that a test turns. */
export type ManualClock = Clock & {
  /** Turns it on by `ms`, stopping at each moment that something is scheduled for, until all that follows is done. */
  readonly advance: (ms: number) => Promise<void>;
};

/** How many turns of the event loop are waited for what follows from a timer: passes, writes, probes. */
const TURNS = 6;

/** Lets everything that is under way, but for timers, come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
}

/** Makes a clock that stands at `startMs`. */
export function createManualClock(startMs: number): ManualClock {
  const timers = new Set<{ atMs: number; action: () => void }>();
  let nowMs = startMs;
  const next = (untilMs: number): { atMs: number; action: () => void } | undefined => {
    let first: { atMs: number; action: () => void } | undefined;
    for (const timer of timers) {
      if (timer.atMs <= untilMs && (first === undefined || timer.atMs < first.atMs)) first = timer;
    }
    return first;
  };
  return {
    nowMs: () => nowMs,
    schedule: (delayMs, action) => {
      const timer = { atMs: nowMs + Math.max(delayMs, 0), action };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => {
      await settle();
      const untilMs = nowMs + ms;
      for (let timer = next(untilMs); timer !== undefined; timer = next(untilMs)) {
        timers.delete(timer);
        nowMs = timer.atMs;
        timer.action();
        // Timers of one moment go off together, as they do in reality.
        if (next(nowMs) === undefined) await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}
