import type { AnyFaultAgent } from '../faults/agents.ts';
import type { Leftover } from '../faults/fault-agent.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { placeOf } from '../faults/pod-network.ts';
import { endHolder, type FormerHolder } from './end-holder.ts';
import { PLAN_LIMIT_MS } from './limits.ts';
import type { Proof } from './lines.ts';
import { reportedError } from './report.ts';
import type { OrderResult, Session } from './session.ts';
import { describeLeft, undoSteps } from './undo.ts';

/**
 * Ends the faults of one run, or of all: asks the agent that holds one to end it, then undoes whatever is still there,
 * and reads back. A signal does not stop it: it only mends. Never rejects.
 */
export async function carryOutEnd(session: Session): Promise<OrderResult> {
  const proof: Proof[] = [];
  const errors: unknown[] = [];
  const ended = new Set<FaultSpec['kind']>();
  let wasThere = false;
  const isOnNode = session.calls.context.node !== undefined;
  for (const agent of session.agents) {
    if (agent.momentary === true || session.spec.kinds?.includes(agent.kind) === false) continue;
    if ((agent.ofNode === true) !== isOnNode) continue;
    // Kinds that take one place have one lock and leave the same.
    if (ended.has(placeOf(agent.kind))) continue;
    ended.add(placeOf(agent.kind));
    const holder = await endHolder(session, agent.kind);
    if (holder.error !== undefined) errors.push(holder.error);
    wasThere ||= holder.report !== undefined && holder.report.outcome !== 'untouched';
    // What it could not prove gone is looked for here once more.
    proof.push(...(holder.report?.proof ?? []).filter(({ gone }) => gone));
    try {
      proof.push(...(await undoLeftovers(session, agent, holder)));
    } catch (error) {
      errors.push(error);
      proof.push({
        what: `${agent.kind} faults`,
        gone: false,
        error: reportedError(error, 'CHAOS_NOT_ENDED').message,
      });
    }
  }
  const left = describeLeft(proof);
  const error =
    left !== undefined
      ? { code: 'CHAOS_NOT_ENDED' as const, message: left }
      : errors.length > 0
        ? { code: 'CHAOS_NOT_ENDED' as const, message: reportedError(errors[0], 'CHAOS_NOT_ENDED').message }
        : undefined;
  return {
    outcome: error !== undefined ? 'left' : proof.length > 0 || wasThere ? 'mended' : 'untouched',
    reason: 'asked',
    proof,
    ...(error === undefined ? {} : { error }),
  };
}

/** Undoes what is there of the run, and looks again. */
async function undoLeftovers(
  session: Session,
  agent: AnyFaultAgent,
  holder: FormerHolder,
): Promise<readonly Proof[]> {
  const { calls, spec } = session;
  const find = async (): Promise<readonly Leftover[]> => {
    const all = await calls.call('looking for what is left', PLAN_LIMIT_MS, () =>
      agent.leftovers(calls.context),
    );
    return all.filter(({ run }) => isMeant(run, spec.target, holder.otherRun));
  };
  const found = await find();
  const proof = await undoSteps(
    found.map(({ step }) => step),
    session,
  );
  if (found.length === 0) return proof;
  const again = await find();
  const known = new Set(proof.filter(({ gone }) => !gone).map(({ what }) => what));
  const more = again.filter(({ what, step }) => !known.has(what) && !known.has(step.what));
  return [...proof, ...more.map(({ what }) => ({ what, gone: false }))];
}

/**
 * What does not say whose it is was left by an agent that died in the middle of setting it up; unless another run is
 * active, which may be in the middle of that now.
 */
function isMeant(run: string | undefined, target: string | undefined, otherRun: string | undefined): boolean {
  if (run === undefined) return otherRun === undefined;
  return target === undefined ? run !== otherRun : run === target;
}
