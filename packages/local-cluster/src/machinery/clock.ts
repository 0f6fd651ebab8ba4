/** Where time comes from: the system's clock, or one that a test turns by hand. */
export type Clock = {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Calls `action` once, `delayMs` from now at the earliest; the function returned takes that back. */
  readonly schedule: (delayMs: number, action: () => void) => () => void;
};

/** The clock of the system. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A time as the API writes it: UTC, whole seconds. Source: apimachinery/pkg/apis/meta/v1/time.go. */
export function apiTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A time with microseconds, as Leases and some fields of Events have it. Source: meta/v1/micro_time.go. */
export function apiMicroTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}
