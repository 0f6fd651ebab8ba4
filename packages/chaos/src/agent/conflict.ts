import { ChaosError } from '../errors.ts';
import type { AnyFaultAgent } from '../faults/agents.ts';
import type { Leftover } from '../faults/fault-agent.ts';
import { PLAN_LIMIT_MS, STEP_LIMIT_MS, WHO_LIMIT_MS } from './limits.ts';
import type { LockAnswer, LockQuestion } from './lock.ts';
import { isLockedByPod, lockName } from './lock-name.ts';
import type { Session } from './session.ts';

/**
 * Takes the lock of a kind of fault and makes sure that nobody else's fault is there: of each kind there is one in a
 * pod, as two could not be undone one by one.
 * @throws {ChaosError} CHAOS_CONFLICT, naming the other run
 */
export async function refuseOthers(session: Session, agent: AnyFaultAgent): Promise<void> {
  const held = await session.lock.take(lockName(agent.kind, session.calls.context), (question) =>
    answerQuestion(session, question),
  );
  if (held === undefined) throw conflict(await whoHolds(session, agent), agent);
  session.keep(held);
  const found = await lookForLeftovers(session, agent);
  const hasUndone = await undoOwn(session, agent, found);
  refuseLeftovers(hasUndone ? await lookForLeftovers(session, agent) : found, agent);
}

/**
 * A container that is started again after it was killed finds what its former life left. Who has the lock of a network or of a node
 * is the only one there with that run; where each pod has a lock of its own it may be another pod's, which is at work.
 */
async function undoOwn(
  { spec, calls }: Session,
  agent: AnyFaultAgent,
  found: readonly Leftover[],
): Promise<boolean> {
  if (isLockedByPod(agent.kind)) return false;
  // They come in the order of setting up: what leads to another goes first.
  const own = found.filter(({ run }) => run === spec.run).toReversed();
  for (const { what, step } of own)
    await calls.call(`undoing ${what} of a former life`, STEP_LIMIT_MS, step.undo);
  return own.length > 0;
}

/** As `refuseOthers`, without taking the lock: for one who only looks. */
export async function lookForOthers(session: Session, agent: AnyFaultAgent): Promise<void> {
  const answer = await session.lock
    .ask(lockName(agent.kind, session.calls.context), { who: true }, WHO_LIMIT_MS)
    .catch(() => ({ run: 'unknown' }));
  if (answer !== undefined) throw conflict(runOf(answer), agent);
  refuseLeftovers(await lookForLeftovers(session, agent), agent);
}

function lookForLeftovers({ calls }: Session, agent: AnyFaultAgent): Promise<readonly Leftover[]> {
  return calls.call('looking for others', PLAN_LIMIT_MS, () => agent.leftovers(calls.context));
}

function refuseLeftovers(leftovers: readonly Leftover[], agent: AnyFaultAgent): void {
  const first = leftovers.find(({ harmless }) => harmless !== true);
  if (first === undefined) return;
  throw new ChaosError(
    'CHAOS_CONFLICT',
    `expected a pod without a ${agent.kind} fault, got ${first.what} of run ${first.run ?? 'unknown'}, which nobody ends any more: pod-chaos cleanup does`,
  );
}

/** What the agent of an active fault answers: it ends where its own run is meant, and then has its report to show. */
async function answerQuestion(
  { spec, endings, reported }: Session,
  question: LockQuestion,
): Promise<LockAnswer> {
  if (!('end' in question) || (question.end !== null && question.end !== spec.run)) return { run: spec.run };
  endings.end({ reason: 'asked' });
  return { report: await reported };
}

async function whoHolds({ lock, calls }: Session, { kind }: AnyFaultAgent): Promise<string> {
  const name = lockName(kind, calls.context);
  const answer = await lock.ask(name, { who: true }, WHO_LIMIT_MS).catch(() => undefined);
  return answer === undefined ? 'unknown' : runOf(answer);
}

function runOf(answer: LockAnswer): string {
  return 'run' in answer ? answer.run : answer.report.run;
}

function conflict(run: string, { kind }: AnyFaultAgent): ChaosError {
  return new ChaosError(
    'CHAOS_CONFLICT',
    `expected a pod without a ${kind} fault, got one of run ${run}, which is active: pod-chaos cleanup ends it`,
  );
}
