import { describeError } from '@pod-contagion/errors';
import type { FaultStep } from '../faults/fault-agent.ts';
import type { Calls } from './calls.ts';
import { pause, type AgentClock } from './clock.ts';
import {
  STEP_LIMIT_MS,
  UNDO_FIRST_PAUSE_MS,
  UNDO_LIMIT_MS,
  UNDO_LONGEST_PAUSE_MS,
  UNDO_ROUNDS,
} from './limits.ts';
import type { Proof } from './lines.ts';

/**
 * Undoes steps in reverse and reads each back; what is still there is tried again, with longer and longer pauses, until
 * the rounds or the time are used up. Undoing one does not wait for another that can't be undone. Nothing stops it, no
 * signal either. Never rejects.
 * @returns a proof for each step, in the order of undoing
 */
export async function undoSteps(
  steps: readonly FaultStep[],
  { calls, clock }: Readonly<{ calls: Calls; clock: AgentClock }>,
): Promise<readonly Proof[]> {
  const endsAtMs = clock.monotonicMs() + UNDO_LIMIT_MS;
  // A step still gets a second when the others have used up all the time.
  const limitMs = (): number => Math.max(1_000, Math.min(STEP_LIMIT_MS, endsAtMs - clock.monotonicMs()));
  const inReverse = steps.toReversed();
  const proofs = new Map<FaultStep, Proof>();
  let left = inReverse;
  let pauseMs = UNDO_FIRST_PAUSE_MS;
  for (let round = 1; left.length > 0; round++) {
    const errors = new Map<FaultStep, string>();
    for (const step of left) {
      await calls.call(`undoing ${step.what}`, limitMs(), step.undo).catch((error: unknown) => {
        errors.set(step, describeError(error));
      });
    }
    for (const step of left) proofs.set(step, await readBack(step, errors.get(step), calls, limitMs()));
    left = left.filter((step) => proofs.get(step)?.gone !== true);
    if (left.length === 0 || round >= UNDO_ROUNDS || clock.monotonicMs() + pauseMs > endsAtMs) break;
    await pause(clock, pauseMs);
    pauseMs = Math.min(2 * pauseMs, UNDO_LONGEST_PAUSE_MS);
  }
  return inReverse.map((step) => proofs.get(step) ?? { what: step.what, gone: false });
}

/** Whether it is gone, as it is read back; what undoing said does not count, but tells why it is not. */
async function readBack(
  step: FaultStep,
  undoError: string | undefined,
  calls: Calls,
  limitMs: number,
): Promise<Proof> {
  const { what } = step;
  try {
    const isThere = await calls.call(`reading back ${what}`, limitMs, step.isThere);
    if (!isThere) return { what, gone: true };
    return { what, gone: false, ...(undoError === undefined ? {} : { error: undoError }) };
  } catch (error) {
    return { what, gone: false, error: undoError ?? describeError(error) };
  }
}

/** What says that something may be left; undefined where everything is proven gone. */
export function describeLeft(proofs: readonly Proof[]): string | undefined {
  const left = proofs.filter(({ gone }) => !gone);
  if (left.length === 0) return undefined;
  const why = left.find(({ error }) => error !== undefined)?.error;
  return `${left.map(({ what }) => what).join(', ')} may still be there${why === undefined ? '' : `: ${why}`}`;
}
