import { setTimeout as sleep } from 'node:timers/promises';
import { findTargets, lookForTargets, type Target } from '@pod-contagion/chaos';
import { describeFault, spareNode, validateFault, type FaultSpec } from '@pod-contagion/chaos/faults';
import {
  checkNodes,
  isOfPodNetwork,
  newRunId,
  refuseSharedNetwork,
  requireNodes,
  runFault,
  type RunEvent,
} from '@pod-contagion/chaos/run';
import type { ActivityContext, Json, JsonObject, OwnAction } from '@pod-contagion/experiments';
import type { FlagsTable } from '@pod-contagion/command-line';
import type { LastingFlags } from '../flags/running.ts';
import type { TargetFlags } from '../flags/targets.ts';
import { planRun, type RunPlan } from '../plans/run.ts';
import { planTargets, type TargetPlan } from '../plans/targets.ts';
import { checkTargets } from '../session/choose.ts';
import { createInPlace, isSettled } from '../session/in-place.ts';
import { runEventText } from '../texts/run-event.ts';
import { readArguments } from './arguments.ts';
import { inNamespaces, selectionLines, type ActionPlace } from './place.ts';
import { requireHeld, requireMended, tellPods } from './report.ts';

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

/**
 * A fault that an agent puts into pods. It lasts as long as its duration, and the activity with it; with `background: true`
 * among the arguments the activity is over once the fault is in place, and the fault goes on until its duration is over or
 * the experiment ends it.
 */
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
    async preview(args, signal) {
      const kube = await place.connect();
      const { targets, fault } = read(args);
      const selection = await lookForTargets(kube, inNamespaces(kube, targets), { signal });
      for (const target of selection.chosen) refuseSharedNetwork(target, fault);
      return selectionLines(selection);
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
  const run = newRunId();
  const inPlace = createInPlace();
  const settled = Promise.withResolvers<void>();
  place.began(run, inPlace);
  const onEvent = (event: RunEvent): void => {
    inPlace.onEvent(event);
    place.happened(event);
    const text = runEventText(event);
    if (text !== undefined) context.tell(text);
    if (isSettled(inPlace, targets)) settled.resolve();
  };
  const options = { run, durationMs, container, image, netRaw, onEvent };
  if (!background) {
    return requireHeld(await runFault(kube, targets, fault, options, context.signal), context);
  }
  const ending = new AbortController();
  const running = runFault(kube, targets, fault, options, ending.signal);
  context.standing({
    name: describeFault(fault),
    async end() {
      ending.abort();
      requireMended(await running, context);
    },
  });
  const onAbort = (): void => settled.resolve();
  context.signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([settled.promise, running]);
  context.signal.removeEventListener('abort', onAbort);
  context.signal.throwIfAborted();
  const failed = inPlace.done().find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined)
    throw new Error(`pod ${failed.pod.name}: ${failed.error?.message ?? 'the fault is not in place'}`);
  return {
    run,
    inPlace: inPlace
      .open()
      .map(({ pod, endsAt }) => ({ pod: `${pod.namespace}/${pod.name}`, endsAt: endsAt ?? null })),
  };
}
