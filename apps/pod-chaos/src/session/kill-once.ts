import { killPods, type KillEvent, type RunReport, type Target } from '@pod-contagion/chaos';
import type { KillPlan } from '../plans/kill.ts';
import { killEventText } from '../texts/kill-event.ts';
import type { ClusterSession } from './session.ts';

/** What a plan does, in a few words. */
export function killText(plan: KillPlan): string {
  if (plan.kind === 'container') return `${plan.signal} to container ${plan.container}`;
  const grace = plan.gracePeriodSeconds === undefined ? '' : `, grace period ${plan.gracePeriodSeconds} s`;
  return `${plan.mode}${grace}`;
}

/** Kills these targets and reports; what happens to one of them is in the report. */
export function killOnce(
  { kube, output, interrupt }: ClusterSession,
  plan: KillPlan,
  targets: readonly Target[],
): Promise<RunReport> {
  const onEvent = ({ event, ...fields }: KillEvent): void => {
    output.progress('progress', { what: event, ...fields }, killEventText({ event, ...fields } as KillEvent));
  };
  const common = { waitGone: plan.wait, timeoutMs: plan.timeoutMs, onEvent };
  if (plan.kind === 'pod') {
    const { mode, gracePeriodSeconds, retry } = plan;
    const options = { ...common, mode, gracePeriodSeconds, retryRefused: retry };
    return killPods(kube, targets, options, interrupt.signal);
  }
  throw new Error('not wired yet');
}
