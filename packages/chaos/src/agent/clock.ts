/** The time an agent lives by; passed in, so that a day takes no time in a test. */
export type AgentClock = Readonly<{
  /** The node's own time, in ms since 1970; it may jump. */
  nowMs: () => number;
  /** Never goes back, whatever is done to the node's clock; only differences mean something. */
  monotonicMs: () => number;
  /** Calls back once, so many ms from now; what is returned calls it off. */
  after: (delayMs: number, callback: () => void) => () => void;
}>;

/** The machine's clock. */
export const MACHINE_CLOCK: AgentClock = {
  nowMs: Date.now,
  monotonicMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Waits so many ms, or until the other thing happens. */
export async function pause(clock: AgentClock, delayMs: number, until?: Promise<unknown>): Promise<void> {
  let callOff = (): void => {};
  const over = new Promise<void>((resolve) => (callOff = clock.after(delayMs, resolve)));
  try {
    await (until === undefined ? over : Promise.race([over, until]));
  } finally {
    callOff();
  }
}

/** A moment of the node's clock as it is written in lines and reports. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}
