import { MAX_TIMER_MS } from './limits.ts';

/** Takes back what was to happen later. */
export type Cancel = () => void;

/** Time, passed in so that tests need not wait for it. */
export type Clock = Readonly<{
  /** Milliseconds since some moment, with fractions, never backwards. */
  now: () => number;
  /** Calls at the first moment at or after `waitMs` from now; may be earlier where that is more than 24 days. */
  after: (waitMs: number, call: () => void) => Cancel;
  /** Calls in the next turn of the event loop. */
  soon: (call: () => void) => Cancel;
}>;

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(waitMs, call) {
    const timer = setTimeout(call, Math.min(Math.ceil(waitMs), MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
  soon(call) {
    const immediate = setImmediate(call);
    return () => clearImmediate(immediate);
  },
};
