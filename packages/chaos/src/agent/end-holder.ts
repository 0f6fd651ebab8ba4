import { ChaosError } from '../errors.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { pause } from './clock.ts';
import { END_ANSWER_LIMIT_MS, LOCK_PAUSE_MS, LOCK_ROUNDS } from './limits.ts';
import type { AgentReport } from './lines.ts';
import type { LockAnswer, LockQuestion } from './lock.ts';
import { lockName } from './lock-name.ts';
import type { Session } from './session.ts';

/** What became of the agent that held the lock. */
export type FormerHolder = Readonly<{
  /** The report of the one that ended. */
  report?: AgentReport;
  /** The run of one that goes on, because another was to end. */
  otherRun?: string;
  /** Why it is not known whether a holder has ended. */
  error?: unknown;
}>;

/**
 * Gets the lock of a kind of fault, so that nobody sets one up while it is ended; asks the agent that holds it to end
 * and waits for its report, if it is of the run to end. Never rejects.
 */
export async function endHolder(session: Session, kind: FaultSpec['kind']): Promise<FormerHolder> {
  const { lock, clock, spec } = session;
  const name = lockName(kind, session.calls.context);
  const giveUpAtMs = clock.monotonicMs() + END_ANSWER_LIMIT_MS;
  let report: AgentReport | undefined;
  const soFar = (): FormerHolder => (report === undefined ? {} : { report });
  try {
    for (let round = 1; ; round++) {
      const held = await lock.take(name, (question) => answerWhileEnding(session, question));
      if (held !== undefined) {
        session.keep(held);
        return soFar();
      }
      const restMs = giveUpAtMs - clock.monotonicMs();
      if (restMs <= 0 || round > LOCK_ROUNDS) {
        throw new ChaosError('CHAOS_TIMEOUT', `the lock of ${kind} faults was taken again and again`);
      }
      const answer: LockAnswer | undefined = await lock.ask(name, { end: spec.target ?? null }, restMs);
      if (answer !== undefined && 'report' in answer) report = answer.report;
      else if (answer !== undefined && spec.target !== undefined) return { ...soFar(), otherRun: answer.run };
      else if (answer !== undefined) {
        throw new ChaosError(
          'CHAOS_CONFLICT',
          `run ${answer.run} holds the lock of ${kind} faults and does not end`,
        );
      }
      await pause(clock, LOCK_PAUSE_MS);
    }
  } catch (error) {
    // What there is can still be found and undone, without the lock.
    return { ...soFar(), error };
  }
}

/** Another one who wants to end something waits for this one, whatever it wants to end. */
async function answerWhileEnding({ spec, reported }: Session, question: LockQuestion): Promise<LockAnswer> {
  return 'who' in question ? { run: spec.run } : { report: await reported };
}
