/** The span over which a rate is counted, in ms. */
const MINUTE_MS = 60_000;

/** A cap on how many things are done within any minute. */
export type RateCap = Readonly<{
  /** How long until one more may be done, in ms; 0 for now. */
  waitMs: (nowMs: number) => number;
  /** One was done. */
  spend: (nowMs: number) => void;
}>;

/** Makes a cap of so many in any 60 seconds, a whole number from 1. It keeps one time for each. */
export function createRateCap(perMinute: number): RateCap {
  const times: number[] = [];
  const forget = (nowMs: number): void => {
    while (times[0] !== undefined && times[0] <= nowMs - MINUTE_MS) times.shift();
  };
  return {
    waitMs(nowMs) {
      forget(nowMs);
      const oldest = times[times.length - perMinute];
      return oldest === undefined ? 0 : oldest + MINUTE_MS - nowMs;
    },
    spend(nowMs) {
      forget(nowMs);
      times.push(nowMs);
    },
  };
}
