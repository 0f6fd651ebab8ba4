import { setTimeout as sleep } from 'node:timers/promises';

/** How long something of a test may take, in ms: less than its file may, so that it is told what hung. */
const LIMIT_MS = 400_000;

/** Waits for something; where it takes longer than anything does, fails with what this process still waits for. */
export async function inTime<T>(what: string, work: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  const settled = new AbortController();
  const late = sleep(limitMs, 'late' as const, { ref: false, signal: settled.signal }).catch(
    () => 'late' as const,
  );
  const first = await Promise.race([work.then((value) => ({ value })), late]).finally(() => settled.abort());
  if (first !== 'late') return first.value;
  const open = process.getActiveResourcesInfo().join(', ');
  throw new Error(`expected ${what} within ${limitMs} ms, got none; still open: ${open}`);
}
