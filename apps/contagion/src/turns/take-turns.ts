import { setImmediate as turn } from 'node:timers/promises';

/** How long others wait, in milliseconds: a signal, or a terminal that is to be told how far it is. */
const TURN_MS = 50;

/** What is done in steps while others have their turns; each step says how much of all is done, 0 to 1. */
export type TurnsOptions = Readonly<{ signal: AbortSignal; onShare?: (share: number) => void }>;

/**
 * Does all steps of a generator without keeping the process from all else; gives what it returned.
 * @throws what the signal was aborted with
 */
export async function takeTurns<Result>(
  steps: Generator<number, Result, undefined>,
  { signal, onShare }: TurnsOptions,
): Promise<Result> {
  let sinceMs = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - sinceMs < TURN_MS) continue;
    onShare?.(step.value);
    await turn();
    signal.throwIfAborted();
    sinceMs = performance.now();
  }
}
