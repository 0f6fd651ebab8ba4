import { describeError } from '@pod-contagion/errors';
import type { Experiment, HypothesisStrategy, RollbackStrategy } from '../experiment.ts';
import { namedActivities } from '../format/walk.ts';
import { type Json, textOf } from '../json.ts';
import { substitute, type Values } from '../values/substitute.ts';
import type { Clock } from './clock.ts';
import { withAskedConfiguration } from './configuration.ts';
import { watchHypothesis, type DuringOptions } from './during.ts';
import type { OnExperimentEvent } from './events.ts';
import { hasHypothesis, lookAtHypothesis } from './hypothesis.ts';
import type { Journal, SteadyState } from './journal.ts';
import type { Perform, RunState } from './run-state.ts';
import { runSteps } from './steps.ts';
import { undoFaults } from './undo.ts';
import { verdictOf } from './verdict.ts';

/** What runs an experiment: where it happens, by whom, and how. */
export type RunOptions = DuringOptions &
  Readonly<{
    experiment: Experiment;
    values: Values;
    /** Default: that of the experiment's own `runtime`, else `default`. */
    hypothesisStrategy?: HypothesisStrategy | undefined;
    rollbackStrategy?: RollbackStrategy | undefined;
    perform: Perform;
    /** Says, once all values are known and before anything is done, why it can't be; a line each. */
    refuse?: ((values: Values, signal: AbortSignal) => Promise<readonly string[]>) | undefined;
    clock: Clock;
    onEvent: OnExperimentEvent;
    /** The machine and the version of the toolkit, for the journal. */
    machine: Readonly<{ platform: string; node: string; version: string }>;
  }>;

const BEFORE: ReadonlySet<HypothesisStrategy> = new Set(['default', 'before-method-only', 'continuously']);
const DURING: ReadonlySet<HypothesisStrategy> = new Set(['during-method-only', 'continuously']);
const AFTER: ReadonlySet<HypothesisStrategy> = new Set(['default', 'after-method-only', 'continuously']);

/**
 * Runs an experiment: what its configuration asks for, who refuses, the hypothesis, the method, the hypothesis again, our own faults
 * undone, the rollbacks. Never rejects
 * for what an activity does: all of it is in the journal. When the signal is aborted, what goes on is ended, and the status
 * is `interrupted`.
 *
 * Source: `Runner._run` in chaoslib/run.py of chaostoolkit-lib. Faults of this toolkit are undone whatever the strategy of the
 * rollbacks, before them and once more after them.
 */
export async function runExperiment(options: RunOptions, signal: AbortSignal): Promise<Journal> {
  const { experiment, clock, onEvent, perform } = options;
  const begun = clock.now();
  const journal = emptyJournal(options, begun);
  const base = {
    experiment,
    named: namedActivities(experiment),
    clock,
    perform,
    onEvent,
    journal,
    standing: [],
  };
  const state: RunState = { ...base, values: options.values };
  onEvent({ event: 'begin', title: journalTitle(options) });
  const whole: RunState = { ...state, values: await withAskedConfiguration(state, signal) };
  const isRefused = await isRefusedBeforehand(whole, options, signal);
  try {
    if (!isRefused) await runMiddle(whole, options, signal);
  } finally {
    if (signal.aborted) journal.status = 'interrupted';
    await undoFaults(whole);
    // Where nothing was done, there is nothing to roll back.
    if (!isRefused) await runRollbacks(whole, strategyOf(options).rollbacks, signal);
    await undoFaults(whole);
  }
  const ended = clock.now();
  journal.end = ended.toISOString();
  journal.duration = (ended.getTime() - begun.getTime()) / 1_000;
  Object.assign(journal['pod-chaos'], verdictOf(journal));
  return journal;
}

async function isRefusedBeforehand(
  { values, journal, onEvent }: RunState,
  { refuse }: RunOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (refuse === undefined || signal.aborted) return false;
  const refused = await refuse(values, signal).catch((error: unknown) => [describeError(error)]);
  if (refused.length === 0 || signal.aborted) return false;
  for (const why of refused) onEvent({ event: 'refused', why });
  journal.status = 'failed';
  journal['pod-chaos'].refused = refused;
  return true;
}

/** Hypothesis, method, hypothesis. */
async function runMiddle(state: RunState, options: RunOptions, signal: AbortSignal): Promise<void> {
  const { journal, experiment } = state;
  const { hypothesis } = strategyOf(options);
  const looks = hasHypothesis(state);
  if (looks && BEFORE.has(hypothesis)) {
    const before = await lookAtHypothesis(state, 'before', signal);
    journal.steady_states.before = before;
    if (before.steady_state_met !== true) {
      journal.status = statusOf(before);
      return;
    }
  }
  const ending = new AbortController();
  const methodSignal = AbortSignal.any([signal, ending.signal]);
  const methodOver = new AbortController();
  const watching =
    looks && DURING.has(hypothesis)
      ? watchHypothesis(state, options, AbortSignal.any([signal, methodOver.signal])).then((isOver) => {
          if (!isOver) return;
          journal.status = 'failed';
          ending.abort();
        })
      : undefined;
  try {
    await runSteps(experiment.method, state, journal.run, methodSignal);
  } finally {
    methodOver.abort();
    await watching;
  }
  if (signal.aborted || !looks || !AFTER.has(hypothesis)) return;
  const after = await lookAtHypothesis(state, 'after', signal);
  journal.steady_states.after = after;
  if (after.steady_state_met === true) return;
  journal.deviated = true;
  // What failed during the method stays so.
  if (journal.status === 'completed') journal.status = statusOf(after);
}

async function runRollbacks(state: RunState, strategy: RollbackStrategy, signal: AbortSignal): Promise<void> {
  const { journal, experiment, onEvent } = state;
  const steps = experiment.rollbacks ?? [];
  const { status, deviated } = journal;
  const play =
    strategy === 'always' ||
    (strategy === 'default' && status !== 'failed' && status !== 'interrupted') ||
    (strategy === 'deviated' && deviated);
  if (steps.length === 0) return;
  onEvent({ event: 'rollbacks', play, strategy });
  if (!play) return;
  // Of an experiment that was interrupted before they are asked for in spite of it; a second signal leaves at once.
  const own = signal.aborted ? new AbortController().signal : signal;
  await runSteps(steps, state, journal.rollbacks, own);
  if (own.aborted) journal.status = 'interrupted';
}

function strategyOf({ experiment, hypothesisStrategy, rollbackStrategy }: RunOptions): {
  hypothesis: HypothesisStrategy;
  rollbacks: RollbackStrategy;
} {
  const { runtime = {} } = experiment;
  return {
    hypothesis: hypothesisStrategy ?? runtime.hypothesis?.strategy ?? 'default',
    rollbacks: rollbackStrategy ?? runtime.rollbacks?.strategy ?? 'default',
  };
}

/** A probe that could not be asked is a failure; one that was not as it should be is not. */
function statusOf({ probes }: SteadyState): 'failed' | 'completed' {
  return probes.some(({ status }) => status !== 'succeeded') ? 'failed' : 'completed';
}

function journalTitle({ experiment, values }: RunOptions): string {
  return textOf(substitute(experiment.title, values));
}

function emptyJournal(options: RunOptions, begun: Date): Journal {
  const { experiment, machine } = options;
  const { hypothesis, rollbacks } = strategyOf(options);
  return {
    'chaoslib-version': `pod-chaos ${machine.version}`,
    platform: machine.platform,
    node: machine.node,
    experiment: { ...(experiment as unknown as Record<string, Json>), title: journalTitle(options) },
    start: begun.toISOString(),
    end: begun.toISOString(),
    duration: 0,
    status: 'completed',
    deviated: false,
    steady_states: { before: null, after: null, during: [] },
    run: [],
    rollbacks: [],
    'pod-chaos': {
      version: machine.version,
      verdict: 'failed',
      why: '',
      hypothesisStrategy: hypothesis,
      rollbackStrategy: rollbacks,
      hits: [],
      undone: [],
    },
  };
}
