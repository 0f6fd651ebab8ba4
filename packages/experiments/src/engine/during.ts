import { MAX_LOOKS } from '../limits.ts';
import { lookAtHypothesis } from './hypothesis.ts';
import type { RunState } from './run-state.ts';

/** How the hypothesis is looked at while the method runs. */
export type DuringOptions = Readonly<{
  /** From the end of one look to the next, in ms. */
  frequencyMs: number;
  /** From which share of looks that were not met, in per cent, the method is ended; undefined: never. */
  failFastPercent: number | undefined;
}>;

/**
 * Looks at the hypothesis again and again until it is stopped. True where it was not met so often that the experiment is to
 * end.
 *
 * Source: `run_hypothesis_continuously` in chaoslib/run.py of chaostoolkit-lib.
 */
export async function watchHypothesis(
  state: RunState,
  { frequencyMs, failFastPercent }: DuringOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { during } = state.journal.steady_states;
  let failed = 0;
  for (let looks = 1; looks <= MAX_LOOKS && !signal.aborted; looks++) {
    const look = await lookAtHypothesis(state, 'during', signal);
    // One that was cut short says nothing about the system.
    if (signal.aborted && look.steady_state_met !== true) return false;
    during.push(look);
    if (look.steady_state_met !== true) {
      failed++;
      if (failFastPercent !== undefined && (failed * 100) / looks >= failFastPercent) return true;
    }
    await state.clock.sleep(frequencyMs, signal).catch(() => undefined);
  }
  return false;
}
