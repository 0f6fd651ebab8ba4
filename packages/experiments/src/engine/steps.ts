import { isReference, type Step } from '../experiment.ts';
import { runActivity } from './activity.ts';
import type { ActivityRun } from './journal.ts';
import type { RunState } from './run-state.ts';

/**
 * Runs steps one after the other; one in the background is begun and the next follows at once. All have ended when it
 * settles. A step that fails does not keep the next from being run; an aborted signal does.
 *
 * Source: `run_activities` and `apply_activities` in chaoslib of chaostoolkit-lib.
 */
export async function runSteps(
  steps: readonly Step[],
  state: RunState,
  runs: ActivityRun[],
  signal: AbortSignal,
): Promise<void> {
  const background: Promise<unknown>[] = [];
  for (const step of steps) {
    if (signal.aborted) break;
    const activity = isReference(step) ? state.named.get(step.ref) : step;
    const running = runActivity(step, state, signal, runs);
    if (activity?.background === true) background.push(running);
    else await running;
  }
  await Promise.all(background);
}
