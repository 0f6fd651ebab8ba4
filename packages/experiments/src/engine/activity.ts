import { describeError } from '@pod-contagion/errors';
import { isReference, type Activity, type Step } from '../experiment.ts';
import type { ActivityContext, Hit } from '../providers/provider.ts';
import { secondsToMs } from '../providers/seconds.ts';
import { substitute } from '../values/substitute.ts';
import type { ActivityRun } from './journal.ts';
import type { RunState } from './run-state.ts';

/**
 * Runs one activity with its pauses and says what came of it; never rejects. It stands in `runs` from when it begins.
 *
 * Source: `execute_activity` in chaoslib/activity.py of chaostoolkit-lib.
 */
export async function runActivity(
  step: Step,
  state: RunState,
  signal: AbortSignal,
  runs?: ActivityRun[],
): Promise<ActivityRun> {
  const activity = activityOf(step, state);
  const { clock, onEvent } = state;
  const { name } = activity;
  const pausedBefore = await pause(activity, 'before', state, signal);
  const start = clock.now();
  const run: ActivityRun = {
    activity,
    output: null,
    start: start.toISOString(),
  };
  runs?.push(run);
  onEvent({ event: 'activity', type: activity.type, name, background: activity.background === true });
  try {
    if (!pausedBefore) signal.throwIfAborted();
    run.output = await state.perform(activity.provider, contextOf(name, state, signal));
    run.status = 'succeeded';
  } catch (error) {
    run.status = 'failed';
    run.exception = [signal.aborted ? `interrupted: ${describeError(error)}` : describeError(error)];
  }
  const end = clock.now();
  run.end = end.toISOString();
  run.duration = (end.getTime() - start.getTime()) / 1_000;
  onEvent({ event: 'activity-done', name, run });
  await pause(activity, 'after', state, signal);
  return run;
}

/** What an activity gets; what it did to pods is noted under its name. */
export function contextOf(name: string, state: RunState, signal: AbortSignal): ActivityContext {
  const { values, journal, standing, onEvent } = state;
  return {
    values,
    signal,
    tell: (line) => onEvent({ event: 'activity-line', name, line }),
    hit: (hit: Hit) => void journal['pod-chaos'].hits.push({ activity: name, ...hit }),
    standing: (fault) => void standing.push(fault),
  };
}

/** The activity itself, or the one that a reference names; the reader has seen that there is one. */
function activityOf(step: Step, { named }: RunState): Activity {
  if (!isReference(step)) return step;
  const found = named.get(step.ref);
  if (found === undefined) throw new Error(`expected an activity called ${step.ref}, got none`);
  return step.tolerance === undefined ? found : { ...found, tolerance: step.tolerance };
}

/** Whether it waited to the end, also where there is nothing to wait for. */
async function pause(
  { name, pauses }: Activity,
  when: 'before' | 'after',
  { values, clock, onEvent }: RunState,
  signal: AbortSignal,
): Promise<boolean> {
  const ms = secondsToMs(substitute(pauses?.[when] ?? 0, values)) ?? 0;
  if (ms === 0 || signal.aborted) return !signal.aborted;
  onEvent({ event: 'pause', name, ms, when });
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch {
    return false;
  }
}
