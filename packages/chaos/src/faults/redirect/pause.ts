import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many ms, or until one of the signals is aborted. Never rejects. */
export async function pause(delayMs: number, ...signals: readonly AbortSignal[]): Promise<void> {
  if (delayMs <= 0) return;
  const options = signals.length === 0 ? {} : { signal: AbortSignal.any([...signals]) };
  await sleep(delayMs, undefined, options).catch(() => undefined);
}
