import type { ChaosError, Target } from '@pod-contagion/chaos';
import { killContainer, killPods, whyContainerIsNotKilled, type KillEvent } from '@pod-contagion/chaos/kill';
import type { RunEvent, RunReport } from '@pod-contagion/chaos/run';
import type { KillPlan } from '../plans/kill.ts';
import { isOfKill, killEventText } from '../texts/kill-event.ts';
import { eventFields } from '../texts/event-fields.ts';
import { runEventText } from '../texts/run-event.ts';
import type { ClusterSession } from './session.ts';

/** What a plan does, in a few words. */
export function killText(plan: KillPlan): string {
  if (plan.kind === 'container') return `${plan.signal} to container ${plan.container}`;
  const grace = plan.gracePeriodSeconds === undefined ? '' : `, grace period ${plan.gracePeriodSeconds} s`;
  return `${plan.mode}${grace}`;
}

/** What a dry run of this plan asks of each pod: none can refuse its own deletion, and budgets are asked by evicting. */
export function refusalOf(plan: KillPlan): ((target: Target) => ChaosError | undefined) | undefined {
  return plan.kind === 'pod' ? undefined : (target) => whyContainerIsNotKilled(target, plan);
}

/** Kills these targets and reports; what happens to one of them is in the report. `alsoTell` is for metrics. */
export function killOnce(
  { kube, output, interrupt, witness }: ClusterSession,
  plan: KillPlan,
  targets: readonly Target[],
  alsoTell: (event: KillEvent | RunEvent) => void = () => undefined,
): Promise<RunReport> {
  const { timeoutMs } = plan;
  const onEvent = (event: KillEvent | RunEvent): void => {
    witness.happened(event);
    alsoTell(event);
    const text = isOfKill(event) ? killEventText(event) : agentEventText(event);
    output.progress('progress', eventFields(event), text);
  };
  if (plan.kind === 'pod') {
    const { mode, gracePeriodSeconds, retry, wait } = plan;
    const options = { mode, gracePeriodSeconds, retryRefused: retry, waitGone: wait, timeoutMs, onEvent };
    return killPods(kube, targets, options, interrupt.signal);
  }
  const { container, signal, via, image } = plan;
  const options = { container, signal, via, image, timeoutMs, onEvent };
  return killContainer(kube, targets, options, interrupt.signal);
}

/** A signal is over as soon as it is sent: when its agent ends is nobody's concern. */
function agentEventText(event: RunEvent): string | undefined {
  return event.event === 'applied' || event.event === 'ending' ? undefined : runEventText(event);
}
