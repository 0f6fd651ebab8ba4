/** How much of a whole is to be there so long after the begin: all at once without a ramp, else evenly more. 0 to 1. */
export function rampedShare(sinceMs: number, rampMs: number | undefined): number {
  return rampMs === undefined ? 1 : Math.min(1, Math.max(0, sinceMs / rampMs));
}
