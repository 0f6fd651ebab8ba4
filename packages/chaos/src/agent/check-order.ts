import { agentFor, planFault } from '../faults/agents.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { lookForOthers } from './conflict.ts';
import { PLAN_LIMIT_MS } from './limits.ts';
import { reportedError } from './report.ts';
import type { OrderResult, Session } from './session.ts';

/** Looks whether a fault could be set up, and changes nothing. Never rejects. */
export async function carryOutCheck(session: Session, fault: FaultSpec): Promise<OrderResult> {
  const { calls, endings, agents } = session;
  const agent = agentFor(agents, fault.kind);
  try {
    if (agent.momentary !== true) await lookForOthers(session, agent);
    await calls.call('planning', agent.planLimitMs ?? PLAN_LIMIT_MS, () =>
      planFault(agent, fault, calls.context),
    );
    endings.end({ reason: 'deadline' });
  } catch (error) {
    endings.end({ reason: 'error', error });
  }
  const { reason, error } = await endings.ended;
  return {
    outcome: reason === 'deadline' ? 'checked' : 'untouched',
    reason,
    proof: [],
    ...(error === undefined ? {} : { error: reportedError(error, 'CHAOS_SET_UP') }),
  };
}
