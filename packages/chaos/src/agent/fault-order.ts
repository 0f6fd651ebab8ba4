import { ChaosError } from '../errors.ts';
import { agentFor, planFault } from '../faults/agents.ts';
import type { Effect, FaultPlan, FaultStep } from '../faults/fault-agent.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { timestamp } from './clock.ts';
import { refuseOthers } from './conflict.ts';
import { EFFECT_LIMIT_MS, PLAN_LIMIT_MS, SET_UP_LIMIT_MS, STEP_LIMIT_MS } from './limits.ts';
import { reportedError } from './report.ts';
import type { OrderResult, Session } from './session.ts';
import { strike } from './strike.ts';
import { describeLeft, undoSteps } from './undo.ts';
import { watchFault, watchReturns } from './watch-fault.ts';

/** What has happened so far; all that is needed to undo it and to tell of it. */
type Progress = { readonly begun: FaultStep[]; appliedAtMs?: number; effect?: Effect; error?: unknown };

/** Sets up a fault, holds it until its end, undoes it and proves it. Never rejects; whatever fails, it undoes. */
export async function carryOutFault(session: Session, fault: FaultSpec): Promise<OrderResult> {
  const agent = agentFor(session.agents, fault.kind);
  let plan: FaultPlan;
  try {
    // Before it is said that it is too late: what a former life of this container left is undone by it.
    if (agent.momentary !== true) await refuseOthers(session, agent);
    refuseLate(session);
    if (session.endings.ending() !== undefined) return untouched(session);
    // Waited for whatever comes: an old kernel is asked what it can by something that is there for a moment.
    plan = await session.calls.call('planning', agent.planLimitMs ?? PLAN_LIMIT_MS, () =>
      planFault(agent, fault, session.calls.context),
    );
    // Planning may take its time, such as that of a name server.
    refuseLate(session);
  } catch (error) {
    session.endings.end({ reason: 'error', error });
    return untouched(session, error);
  }
  if (session.endings.ending() !== undefined) return untouched(session);
  return agent.momentary === true ? strike(session, plan) : hold(session, plan);
}

async function hold(session: Session, plan: FaultPlan): Promise<OrderResult> {
  const { endings, calls, clock, say, spec } = session;
  const progress: Progress = { begun: [] };
  try {
    await setUp(session, plan, progress);
    if (endings.ending() === undefined) await active(session, plan, progress);
  } catch (error) {
    progress.error = error;
    endings.end({ reason: 'error', error });
  }
  const { reason, error = progress.error } = await endings.ended;
  say({ event: 'ending', run: spec.run, at: timestamp(clock.nowMs()), reason });
  if (progress.appliedAtMs !== undefined) {
    // The last moment at which the kernel's counters are there.
    const effect = await calls.call('counting', EFFECT_LIMIT_MS, plan.effect).catch(() => undefined);
    if (effect !== undefined) progress.effect = effect;
  }
  const { begun, appliedAtMs } = progress;
  const proof = await undoSteps(begun, session);
  // What had to be put back is known only now.
  const effect = progress.effect?.flush === undefined ? progress.effect : await plan.effect();
  const left = describeLeft(proof);
  const cause = error === undefined ? undefined : reportedError(error, 'CHAOS_SET_UP');
  const failure =
    left === undefined
      ? cause
      : {
          code: 'CHAOS_NOT_ENDED' as const,
          message: cause === undefined ? left : `${left}; ${cause.message}`,
        };
  return {
    outcome: left !== undefined ? 'left' : begun.length === 0 ? 'untouched' : 'mended',
    reason,
    proof,
    ...(appliedAtMs === undefined ? {} : { appliedAtMs }),
    ...(effect === undefined ? {} : { effect }),
    ...(failure === undefined ? {} : { error: failure }),
  };
}

/** Does the steps in order, each read back; stops where the end has come. What has been begun is in `progress`. */
async function setUp({ endings, calls, clock }: Session, plan: FaultPlan, progress: Progress): Promise<void> {
  const endsAtMs = clock.monotonicMs() + SET_UP_LIMIT_MS;
  for (const step of plan.steps) {
    if (endings.ending() !== undefined) return;
    if (clock.monotonicMs() >= endsAtMs) {
      throw new ChaosError('CHAOS_SET_UP', `setting up took longer than ${SET_UP_LIMIT_MS} ms`);
    }
    progress.begun.push(step);
    await calls.call(`setting up ${step.what}`, STEP_LIMIT_MS, step.apply);
    if (await calls.call(`reading back ${step.what}`, STEP_LIMIT_MS, step.isThere)) continue;
    throw new ChaosError('CHAOS_SET_UP', `expected ${step.what} to be there once it was set up, it was not`);
  }
}

/** Waits for the end of a fault that is in place. */
async function active(session: Session, plan: FaultPlan, progress: Progress): Promise<void> {
  const { endings, clock, say, spec } = session;
  const { run, durationMs = 0 } = spec;
  const nowMs = clock.nowMs();
  progress.appliedAtMs = nowMs;
  const callOff = endAfter(session, durationMs);
  say({
    event: 'applied',
    run,
    at: timestamp(nowMs),
    endsAt: timestamp(nowMs + durationMs),
    steps: plan.steps.map(({ what }) => what),
  });
  // On its own: a program that hangs in the middle of a look must not put off the end.
  void plan.letGo?.then(({ error }) =>
    endings.end(error === undefined ? { reason: 'guard' } : { reason: 'error', error }),
  );
  void watchFault(session, plan, (effect) => (progress.effect = effect));
  void watchReturns(session, plan);
  await endings.ended;
  callOff();
}

/** Ends the fault when its time is up, by the clock that nobody sets. */
function endAfter({ clock, endings }: Session, durationMs: number): () => void {
  const endsAtMs = clock.monotonicMs() + durationMs;
  let callOff = (): void => {};
  const wait = (): void => {
    const restMs = endsAtMs - clock.monotonicMs();
    // Timers may be early by a part of a millisecond.
    if (restMs <= 0) endings.end({ reason: 'deadline' });
    else callOff = clock.after(Math.ceil(restMs), wait);
  };
  wait();
  return () => callOff();
}

/** An agent whose image was pulled for minutes must not strike when nobody expects it any more. */
function refuseLate({ spec, clock }: Session): void {
  const { beginBeforeMs } = spec;
  const nowMs = clock.nowMs();
  if (beginBeforeMs === undefined || nowMs < beginBeforeMs) return;
  throw new ChaosError(
    'CHAOS_AGENT_NOT_STARTED',
    `expected to begin before ${timestamp(beginBeforeMs)}, it is ${timestamp(nowMs)} by the node's clock`,
  );
}

function untouched({ endings }: Session, thrown?: unknown): OrderResult {
  const { reason, error = thrown } = endings.ending() ?? { reason: 'error' };
  return {
    outcome: 'untouched',
    reason,
    proof: [],
    ...(error === undefined ? {} : { error: reportedError(error, 'CHAOS_SET_UP') }),
  };
}
