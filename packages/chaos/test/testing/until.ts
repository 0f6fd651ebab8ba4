import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is so, for up to a minute: machines may be busy. Gives what was not nothing. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  const untilMs = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > untilMs) throw new Error(`expected ${what} within ${limitMs} ms`);
    await sleep(50);
  }
}
