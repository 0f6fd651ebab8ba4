import { describeError } from '@pod-contagion/errors';
import type { Activity, ProviderSpec, Step, Tolerance } from '../experiment.ts';
import { isObject, type Json } from '../json.ts';
import { judge, type Judgement, type PureTolerance } from '../values/tolerance.ts';
import { pythonTruth } from '../values/python.ts';
import { createRedactor } from '../values/redact.ts';
import { MAX_WHY } from '../limits.ts';
import { substitute } from '../values/substitute.ts';
import { contextOf, runActivity } from './activity.ts';
import type { Moment } from './events.ts';
import type { ActivityRun, SteadyState } from './journal.ts';
import type { RunState } from './run-state.ts';

/** Whether there is a hypothesis that asks anything. */
export function hasHypothesis({ experiment }: RunState): boolean {
  return (experiment['steady-state-hypothesis']?.probes ?? []).length > 0;
}

/**
 * Looks at the hypothesis once: its probes one after the other, until the first that fails or is not as it should be.
 *
 * Source: `run_steady_state_hypothesis` in chaoslib/hypothesis.py of chaostoolkit-lib.
 */
export async function lookAtHypothesis(
  state: RunState,
  when: Moment,
  signal: AbortSignal,
): Promise<SteadyState> {
  const { title = '', probes = [] } = state.experiment['steady-state-hypothesis'] ?? {};
  state.onEvent({ event: 'hypothesis', when, title });
  const look: SteadyState = { steady_state_met: null, probes: [] };
  // Looks during the method are many: only what came of each is told.
  const asking = when === 'during' ? { ...state, onEvent: () => undefined } : state;
  for (const step of probes) {
    const run = await runActivity(step, asking, signal);
    look.probes.push(run);
    const judgement = await judgeRun(run, step, state, signal);
    run.tolerance_met = judgement.met;
    if (judgement.met) continue;
    const why = shortWhy(judgement.why, state);
    run.tolerance_why = why;
    look.steady_state_met = false;
    const probe = (run.activity as unknown as Activity).name;
    // One that was cut short says nothing about the system.
    if (!signal.aborted || when !== 'during')
      state.onEvent({ event: 'hypothesis-done', when, met: false, probe, why });
    return look;
  }
  look.steady_state_met = true;
  state.onEvent({ event: 'hypothesis-done', when, met: true });
  return look;
}

/** As much of it as a line has room for: without secrets first, as half of one would not be found any more. */
function shortWhy(why: string, { values }: RunState): string {
  const text = createRedactor(values.secrets).text(why);
  return text.length > MAX_WHY ? `${text.slice(0, MAX_WHY)}…` : text;
}

async function judgeRun(
  run: ActivityRun,
  step: Step,
  state: RunState,
  signal: AbortSignal,
): Promise<Judgement> {
  if (run.status === 'failed')
    return { met: false, why: `the probe failed: ${run.exception?.[0] ?? 'nobody knows why'}` };
  const declared = step.tolerance ?? (run.activity as unknown as Activity).tolerance;
  if (isToleranceProbe(declared)) return judgeByProbe(declared, run.output, state, signal);
  const tolerance = substitute(declared ?? null, state.values);
  return judge(tolerance as PureTolerance, run.output);
}

type ToleranceProbe = Extract<Tolerance, { type: 'probe' }>;

function isToleranceProbe(tolerance: Tolerance | undefined): tolerance is ToleranceProbe {
  return isObject(tolerance) && tolerance['type'] === 'probe';
}

/** The output goes to another probe as its argument `value`; whether that gives something true counts. */
async function judgeByProbe(
  { name = 'tolerance', provider }: ToleranceProbe,
  output: Json,
  state: RunState,
  signal: AbortSignal,
): Promise<Judgement> {
  const given = 'arguments' in provider && isObject(provider.arguments) ? provider.arguments : {};
  const asked = { ...provider, arguments: { ...given, value: output } } as ProviderSpec;
  try {
    const answer = await state.perform(asked, contextOf(name, state, signal));
    return pythonTruth(answer)
      ? { met: true }
      : { met: false, why: `${name} gives ${JSON.stringify(answer)}` };
  } catch (error) {
    return { met: false, why: `${name} failed: ${describeError(error)}` };
  }
}
