/** Time as a podder knows it: what time it is, and a way to be called later. Tests pass their own. */
export type Clock = {
  /** Milliseconds since the Unix epoch, never going backwards while the process lives. */
  nowMs(): number;
  /** Calls `callback` once after about `delayMs`; returns how to cancel that. */
  after(delayMs: number, callback: () => void): () => void;
};

/** The machine's clock: wall time at the start of the process, then the monotonic clock. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
