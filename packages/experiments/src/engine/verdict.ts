import type { Activity } from '../experiment.ts';
import type { ActivityRun, ExperimentVerdict, Journal, SteadyState } from './journal.ts';

/** What an experiment came to, and why, in a sentence. */
export type Judged = Readonly<{ verdict: ExperimentVerdict; why: string }>;

/**
 * What a journal says. The worst counts: a fault that may be left, then an interruption, then a hypothesis that did not
 * hold before, during or after the method, then an action that did not do what it should.
 */
export function verdictOf(journal: Omit<Journal, 'end' | 'duration'>): Judged {
  const { steady_states: looks, status, run, 'pod-chaos': own } = journal;
  const left = own.undone.find(({ ended }) => !ended);
  if (left !== undefined)
    return { verdict: 'not-ended', why: `${left.name}: ${left.why ?? 'something may be left'}` };
  const notEnded = own.hits.find(({ verdict }) => verdict === 'not-ended');
  if (notEnded !== undefined)
    return { verdict: 'not-ended', why: `${notEnded.activity}: it is not proven that it is gone` };
  if (status === 'interrupted') return { verdict: 'interrupted', why: 'it was interrupted' };
  if (own.refused !== undefined) return { verdict: 'refused', why: own.refused.join('; ') };
  if (looks.before?.steady_state_met === false) {
    return { verdict: 'not-steady', why: `before the method, ${whyNot(looks.before)}` };
  }
  if (looks.after?.steady_state_met === false) {
    return { verdict: 'deviated', why: `after the method, ${whyNot(looks.after)}` };
  }
  const unmet = looks.during.filter(({ steady_state_met: met }) => met === false);
  const [first] = unmet;
  if (first !== undefined) {
    const share = `${unmet.length} of ${looks.during.length} looks`;
    return { verdict: 'deviated', why: `during the method, in ${share}, the first time: ${whyNot(first)}` };
  }
  const failed = run.find((each) => each.status !== 'succeeded' && activityOf(each).type === 'action');
  if (failed !== undefined) {
    return {
      verdict: 'failed',
      why: `${activityOf(failed).name}: ${failed.exception?.[0] ?? 'it did not end'}`,
    };
  }
  const missed = own.hits.find(({ verdict }) => verdict !== 'held');
  if (missed !== undefined) {
    return {
      verdict: 'failed',
      why: `${missed.activity}: it did not take effect everywhere (${missed.verdict})`,
    };
  }
  if (status !== 'completed') return { verdict: 'failed', why: `it ended as ${status}` };
  const asked = [looks.before, looks.after, ...looks.during].filter((look) => look !== null).length;
  if (asked === 0) return { verdict: 'held', why: 'everything was done; no hypothesis was looked at' };
  return { verdict: 'held', why: asked === 1 ? 'at the only look' : `at each of ${asked} looks` };
}

function whyNot({ probes }: SteadyState): string {
  const last = probes.at(-1);
  return last === undefined
    ? 'nothing was asked'
    : `${activityOf(last).name}: ${last.tolerance_why ?? 'not met'}`;
}

function activityOf({ activity }: ActivityRun): Activity {
  return activity as unknown as Activity;
}
