import { setTimeout as sleep } from 'node:timers/promises';
import { findTargets, type Target } from '@pod-contagion/chaos';
import {
  describeFault,
  isOfPodNetwork,
  spareNode,
  validateFault,
  type FaultSpec,
} from '@pod-contagion/chaos/faults';
import { checkNodes, refuseSharedNetwork, requireNodes, runFault } from '@pod-contagion/chaos/run';
import type { ActivityContext, Json, JsonObject, OwnAction } from '@pod-contagion/experiments';
import type { FlagsTable } from '@pod-contagion/command-line';
import type { LastingFlags } from '../flags/running.ts';
import type { TargetFlags } from '../flags/targets.ts';
import { planRun, type RunPlan } from '../plans/run.ts';
import { planTargets, type TargetPlan } from '../plans/targets.ts';
import { checkTargets } from '../session/choose.ts';
import { tellLeft } from '../session/in-place.ts';
import { whyNoFault } from '../session/run-network.ts';
import { readArguments } from './arguments.ts';
import { runLasting } from './lasting.ts';
import { inNamespaces, type ActionPlace } from './place.ts';
import { previewTargets } from './preview.ts';
import { tellPods } from './report.ts';

/** Flags that every fault that lasts has. */
type FaultFlags = TargetFlags &
  LastingFlags &
  Readonly<{ 'include-node'?: boolean; 'net-raw'?: boolean; container?: string | undefined }>;

/** A fault that lasts, as an action: its flags, and what they mean. */
export type FaultSource<F extends FaultFlags> = Readonly<{
  meaning: string;
  flags: FlagsTable<F>;
  plan: (flags: F) => FaultSpec;
  /** Whether the kernel of each node is asked for netem first. */
  checksKernels?: (flags: F) => boolean;
}>;

type Read = Readonly<{
  fault: FaultSpec;
  targets: TargetPlan;
  plan: RunPlan;
  checksKernels: boolean;
  /** Container whose processes the agent sees. */
  container: string | undefined;
}>;

/** A fault that an agent puts into pods, in the background with `background: true` among the arguments. */
export function faultAction<F extends FaultFlags>(
  { meaning, flags: table, plan, checksKernels = () => false }: FaultSource<F>,
  place: ActionPlace,
): OwnAction {
  const read = (args: JsonObject): Read => {
    const flags = readArguments(table, args);
    const fault = validateFault(plan(flags));
    return {
      fault: isOfPodNetwork(fault) && flags['include-node'] !== true ? spareNode(fault) : fault,
      targets: checkTargets({ ...planTargets(flags), refuseHostNetwork: isOfPodNetwork(fault) }),
      plan: planRun(flags),
      checksKernels: checksKernels(flags),
      container: flags.container,
    };
  };
  return {
    meaning,
    describe: (args) => describeFault(read(args).fault),
    preview(args, signal) {
      const { targets, fault, container } = read(args);
      return previewTargets(place, targets, (target) => whyNoFault(target, fault, container), signal);
    },
    async run(args, context) {
      const whole = read(args);
      const kube = await place.connect();
      const { chosen } = await findTargets(kube, inNamespaces(kube, whole.targets), {
        signal: context.signal,
      });
      for (const target of chosen) refuseSharedNetwork(target, whole.fault);
      if (whole.checksKernels && whole.fault.kind === 'network') {
        const { fault, plan: running } = whole;
        requireNodes(
          await checkNodes(kube, chosen, fault, { image: running.image }, context.signal),
          whole.fault,
        );
      }
      await sleep(whole.plan.warmUpMs, undefined, { signal: context.signal });
      tellPods(context, describeFault(whole.fault), chosen);
      return strike(place, chosen, whole, context);
    },
  };
}

async function strike(
  place: ActionPlace,
  targets: readonly Target[],
  { fault, container, plan: { durationMs, image, netRaw, background } }: Read,
  context: ActivityContext,
): Promise<Json> {
  const kube = await place.connect();
  return runLasting(
    place,
    {
      name: describeFault(fault),
      pods: targets.length,
      background,
      start: (run, onEvent, signal) =>
        runFault(kube, targets, fault, { run, durationMs, container, image, netRaw, onEvent }, signal),
      tellLeft,
    },
    context,
  );
}
