/** For so long after a connection was lost it is tried about once a second: most outages are restarts. */
const BRISK_MS = 30_000;
const FIRST_MS = 1_000;
const BRISK_MOST_MS = 1_500;
const MOST_MS = 30_000;

/** How much longer or shorter a wait may be, so that many pages do not come back at one moment. */
const JITTER = 0.2;

/**
 * How long to wait before a server is asked again, in ms: 1, 1.5, 1.5 .. seconds in the first half minute, then twice as long each
 * time, up to 30 s.
 */
export function retryDelayMs(attempt: number, outageMs: number, random: () => number): number {
  const brisk = Math.min(FIRST_MS * 2 ** attempt, BRISK_MOST_MS);
  const doublings = Math.max(0, Math.log2(Math.max(1, outageMs / BRISK_MS)));
  const delay = outageMs < BRISK_MS ? brisk : Math.min(BRISK_MOST_MS * 2 ** (1 + doublings), MOST_MS);
  return delay * (1 + JITTER * (2 * random() - 1));
}
