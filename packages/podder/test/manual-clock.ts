import type { Clock } from '../src/clock.ts';

/** A clock whose hands are moved by the test, and nobody else. */
export type ManualClock = Clock & {
  /** The delays asked for so far, in milliseconds, cancelled ones too. */
  readonly delays: readonly number[];
  /** How many timers are set. */
  readonly pending: number;
  /** Sets the time without firing anything, as a stalled process sees it. */
  jumpTo(atMs: number): void;
  /** Fires the timer that is due first, `lateMs` after its time; a negative number fires it early. */
  fireNext(lateMs?: number): void;
  /** Moves on to `atMs`, firing every timer on the way exactly when it is due. */
  runTo(atMs: number): void;
};

/** Makes a clock that shows `startMs`. */
export function createManualClock(startMs = 0): ManualClock {
  let nowMs = startMs;
  const delays: number[] = [];
  const timers = new Set<{ dueMs: number; callback: () => void }>();
  const first = () => [...timers].toSorted((a, b) => a.dueMs - b.dueMs)[0];
  function fireNext(lateMs = 0): void {
    const timer = first();
    if (timer === undefined) throw new Error('no timer is set');
    timers.delete(timer);
    nowMs = Math.max(nowMs, timer.dueMs + lateMs);
    timer.callback();
  }
  return {
    delays,
    get pending() {
      return timers.size;
    },
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const timer = { dueMs: nowMs + delayMs, callback };
      delays.push(delayMs);
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    jumpTo(atMs) {
      nowMs = atMs;
    },
    fireNext,
    runTo(atMs) {
      for (let next = first(); next !== undefined && next.dueMs <= atMs; next = first()) fireNext();
      nowMs = atMs;
    },
  };
}
