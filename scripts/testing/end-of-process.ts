import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process of a test may run, in ms: less than its file may, so that it is told which one hung, and in what. */
const LIMIT_MS = 400_000;

/** How a process ended. */
export type ProcessEnd = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;

/**
 * Waits for the end of a process: `close` is when nobody has its outputs any more, `exit` is when it is gone. One that runs on for
 * longer than any test takes is killed, and it is said what it was waiting for, with what `told` gives.
 */
export async function endOfProcess(
  child: ChildProcess,
  event: 'close' | 'exit',
  told: () => string = () => '',
  limitMs = LIMIT_MS,
): Promise<ProcessEnd> {
  const settled = new AbortController();
  const late = sleep(limitMs, 'late' as const, { ref: false, signal: settled.signal }).catch(
    () => 'late' as const,
  );
  const ended = await Promise.race([once(child, event), late]);
  settled.abort();
  if (ended !== 'late') {
    const [code, signal] = ended as [number | null, NodeJS.Signals | null];
    return { code, signal };
  }
  const state = stateOf(child);
  child.kill('SIGKILL');
  throw new Error(
    `expected ${child.spawnargs.join(' ')} to end within ${limitMs} ms, got ${state}; ${told()}`,
  );
}

/** What the kernel says that a process is doing; on Linux alone. */
function stateOf({ pid, exitCode, signalCode }: ChildProcess): string {
  if (exitCode !== null || signalCode !== null)
    return `an end with ${exitCode ?? signalCode} whose outputs somebody else has`;
  const read = (name: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'utf8').trim();
    } catch (error) {
      return String(error);
    }
  };
  const lines = read('status').split('\n');
  const told = lines.filter((line) => /^(State|Threads|SigPnd|ShdPnd|SigBlk|SigIgn|SigCgt):/.test(line));
  return `${told.join(', ')}, wchan: ${read('wchan')}`;
}
