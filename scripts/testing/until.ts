import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits for what it needs to see, in ms: far longer than that takes on the busiest machine. */
export const PATIENCE_MS = 120_000;

/** How often it looks, in ms. */
const LOOK_MS = 20;

/** Waits until something is so, and gives what was not nothing; fails with what was expected where it never is. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = PATIENCE_MS,
): Promise<T> {
  const untilMs = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > untilMs) throw new Error(`expected ${what} within ${limitMs} ms`);
    await sleep(LOOK_MS);
  }
}
