/** Where time comes from: the system's clock, or one that a test turns by hand. */
export type Clock = {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Calls `action` once, `delayMs` from now at the earliest; the function returned takes that back. */
  readonly schedule: (delayMs: number, action: () => void) => () => void;
};

/** The longest that a timer of Node's waits, in milliseconds; it fires at once where it is asked to wait longer. */
const MAX_TIMER_MS = 2_147_483_647;

/** The clock of the system. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, action) => {
    let leftMs = delayMs;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const partMs = Math.min(leftMs, MAX_TIMER_MS);
      leftMs -= partMs;
      timer = setTimeout(leftMs > 0 ? wait : action, partMs);
    };
    wait();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** The last time that the API can write, in milliseconds since 1970: the end of the year 9999. */
const LAST_MS: number = Date.UTC(9999, 11, 31, 23, 59, 59);

/** A time as the API writes it: UTC, whole seconds; one beyond the year 9999 as its end. Source: apimachinery/pkg/apis/meta/v1/time.go. */
export function apiTime(ms: number): string {
  return `${new Date(Math.min(ms, LAST_MS)).toISOString().slice(0, 19)}Z`;
}

/** A time with microseconds, as Leases and some fields of Events have it. Source: meta/v1/micro_time.go. */
export function apiMicroTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}
