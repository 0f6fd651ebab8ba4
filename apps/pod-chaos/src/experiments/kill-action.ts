import { findTargets } from '@pod-contagion/chaos';
import { killContainer, killPods, type KillEvent } from '@pod-contagion/chaos/kill';
import type { RunEvent, RunReport } from '@pod-contagion/chaos/run';
import type { JsonObject, OwnAction } from '@pod-contagion/experiments';
import { KILL_FLAGS } from '../flags/kill.ts';
import { SCHEDULE_FLAGS } from '../flags/schedule.ts';
import { planKill, type KillPlan } from '../plans/kill.ts';
import { planTargets, type TargetPlan } from '../plans/targets.ts';
import { checkTargets } from '../session/choose.ts';
import { killText, refusalOf } from '../session/kill-once.ts';
import { isOfKill, killEventText } from '../texts/kill-event.ts';
import { readArguments } from './arguments.ts';
import { inNamespaces, type ActionPlace } from './place.ts';
import { previewTargets } from './preview.ts';
import { requireHeld, tellPods } from './report.ts';

/** `kill`: deletes or evicts pods, or kills one container in them, once. */
export function killAction(place: ActionPlace): OwnAction {
  const read = (args: JsonObject): { plan: KillPlan; targets: TargetPlan } => {
    const flags = readArguments(KILL_FLAGS, args, Object.keys(SCHEDULE_FLAGS));
    return { targets: checkTargets(planTargets(flags)), plan: planKill(flags) };
  };
  return {
    meaning: 'deletes or evicts pods, or kills one container in them',
    describe: (args) => killText(read(args).plan),
    preview(args, signal) {
      const { plan, targets } = read(args);
      return previewTargets(place, targets, refusalOf(plan), signal);
    },
    async run(args, context) {
      const { plan, targets } = read(args);
      const kube = await place.connect();
      const { signal, tell } = context;
      const { chosen } = await findTargets(kube, inNamespaces(kube, targets), { signal });
      tellPods(context, killText(plan), chosen);
      const onEvent = (event: KillEvent | RunEvent): void => {
        place.happened(event);
        const text = isOfKill(event) ? killEventText(event) : undefined;
        if (text !== undefined) tell(text);
      };
      const { timeoutMs } = plan;
      let report: RunReport;
      if (plan.kind === 'pod') {
        const { mode, gracePeriodSeconds, retry, wait } = plan;
        const options = { mode, gracePeriodSeconds, retryRefused: retry, waitGone: wait, timeoutMs, onEvent };
        report = await killPods(kube, chosen, options, signal);
      } else {
        const { container, signal: sent, via, image } = plan;
        report = await killContainer(
          kube,
          chosen,
          { container, signal: sent, via, image, timeoutMs, onEvent },
          signal,
        );
      }
      return requireHeld(report, context);
    },
  };
}
