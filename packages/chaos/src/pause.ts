import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many ms; ends early, without an error, when a signal says so. Never rejects. */
export async function pause(ms: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (ms <= 0) return;
  const options = signals.length === 0 ? {} : { signal: AbortSignal.any([...signals]) };
  await delay(ms, undefined, options).catch(() => undefined);
}
