import type { FaultPlan } from '../faults/fault-agent.ts';
import { timestamp } from './clock.ts';
import { EFFECT_LIMIT_MS, STEP_LIMIT_MS } from './limits.ts';
import { reportedError } from './report.ts';
import type { OrderResult, Session } from './session.ts';

/**
 * Carries out a fault that happens at once and leaves nothing. It may end the agent itself: the first process of a
 * container takes all others of its namespace with it. So the termination message is written before, as it will be
 * right unless the fault fails, and then it is written anew.
 */
export async function strike(session: Session, plan: FaultPlan): Promise<OrderResult> {
  const { calls, clock, endings, say, spec } = session;
  const appliedAtMs = clock.nowMs();
  const done: OrderResult = { outcome: 'mended', reason: 'deadline', appliedAtMs, proof: [] };
  const hits = plan.steps.length;
  session.foretell({ ...done, effect: { ...(await plan.effect()), hits } });
  let count = 0;
  try {
    for (const step of plan.steps) {
      await calls.call(step.what, STEP_LIMIT_MS, step.apply);
      count++;
    }
    const at = timestamp(appliedAtMs);
    say({ event: 'applied', run: spec.run, at, endsAt: at, steps: plan.steps.map(({ what }) => what) });
    return { ...done, effect: await calls.call('counting', EFFECT_LIMIT_MS, plan.effect) };
  } catch (error) {
    endings.end({ reason: 'error', error });
    return {
      outcome: count === 0 ? 'untouched' : 'mended',
      reason: 'error',
      proof: [],
      ...(count === 0 ? {} : { appliedAtMs }),
      error: reportedError(error, 'CHAOS_SET_UP'),
    };
  }
}
