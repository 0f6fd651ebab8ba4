import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosError, Target } from '@pod-contagion/chaos';
import {
  describeFault,
  isOfPodNetwork,
  spareNode,
  validateFault,
  type FaultSpec,
  type PodNetworkFaultSpec,
} from '@pod-contagion/chaos/faults';
import {
  newRunId,
  refuseSharedNetwork,
  runFault,
  whyNoSecondFault,
  type RunEvent,
} from '@pod-contagion/chaos/run';
import { formatDuration } from '@pod-contagion/notations';
import type { ClusterFlags } from '../flags/cluster.ts';
import type { LastingFlags, RunningFlags } from '../flags/running.ts';
import type { TargetFlags } from '../flags/targets.ts';
import type { TrafficFlags } from '../flags/traffic.ts';
import { planRun, type RunPlan } from '../plans/run.ts';
import { planTargets } from '../plans/targets.ts';
import { eventFields } from '../texts/event-fields.ts';
import { runEventText } from '../texts/run-event.ts';
import { formatBackground, formatRunReport, reportExitCode } from '../texts/run-report.ts';
import { podName } from '../texts/pod.ts';
import { choose, checkTargets } from './choose.ts';
import { createInPlace, isSettled, tellLeft, type InPlace } from './in-place.ts';
import { withCluster, type ClusterSession } from './session.ts';

/** Looks at the nodes of the targets before a pod is touched; throws where the fault can't be set up there. */
export type BeforeFault = (session: ClusterSession, targets: readonly Target[]) => Promise<void>;

/** What is peculiar about a fault that lasts. */
export type LastingOptions = Readonly<{
  before?: BeforeFault;
  /** Container whose processes the agent sees. */
  container?: string | undefined;
}>;

/**
 * Runs a network fault from the first check to the verdict; returns what the process ends with.
 * @throws {ChaosError} CHAOS_USAGE, before anything is asked of a cluster, and what choosing and setting up throw
 */
export function runNetworkFault(
  flags: TargetFlags & RunningFlags & ClusterFlags & Pick<TrafficFlags, 'include-node'>,
  fault: PodNetworkFaultSpec,
  before?: BeforeFault,
): Promise<number> {
  const whole = flags['include-node'] ? fault : spareNode(fault);
  return runLastingFault(flags, whole, before === undefined ? {} : { before });
}

/**
 * Runs any fault that lasts, in the same way.
 * @throws {ChaosError} CHAOS_USAGE, before anything is asked of a cluster, and what choosing and setting up throw
 */
export async function runLastingFault(
  flags: TargetFlags & LastingFlags & ClusterFlags & Readonly<{ 'net-raw'?: boolean }>,
  fault: FaultSpec,
  { before, container }: LastingOptions = {},
): Promise<number> {
  validateFault(fault);
  const refuseHostNetwork = isOfPodNetwork(fault);
  const targets = checkTargets({
    ...planTargets(flags),
    ...(refuseHostNetwork ? { refuseHostNetwork } : {}),
  });
  const plan = planRun(flags);
  const what = describeFault(fault);
  return withCluster(flags, async (session) => {
    const refuse = (target: Target): ChaosError | undefined => whyNoFault(target, fault, container);
    const chosen = await choose(session, targets, { fault: what, dryRun: flags['dry-run'], refuse });
    if (typeof chosen === 'number') return chosen;
    await before?.(session, chosen.chosen);
    await warmUp(session, plan);
    return strike(session, chosen.chosen, { fault, container }, plan);
  });
}

/**
 * Why a pod, as it is now, would not get this fault.
 * @throws {ChaosError} CHAOS_REFUSED where the whole is refused, as the pod's network is its node's
 */
export function whyNoFault(target: Target, fault: FaultSpec, container?: string): ChaosError | undefined {
  refuseSharedNetwork(target, fault);
  return whyNoSecondFault(target, fault, Date.now(), container);
}

async function warmUp({ output, interrupt }: ClusterSession, { warmUpMs }: RunPlan): Promise<void> {
  if (warmUpMs === 0) return;
  output.progress(
    'progress',
    { what: 'warm-up', ms: warmUpMs },
    `waiting ${formatDuration(warmUpMs)} before`,
  );
  await sleep(warmUpMs, undefined, { signal: interrupt.signal });
}

async function strike(
  session: ClusterSession,
  targets: readonly Target[],
  { fault, container }: Readonly<{ fault: FaultSpec; container: string | undefined }>,
  plan: RunPlan,
): Promise<number> {
  const { kube, output, interrupt, witness } = session;
  const { durationMs, image, netRaw, background, isDefaultDuration } = plan;
  if (isDefaultDuration) output.note(`no --duration given: it ends after ${formatDuration(durationMs)}`);
  const run = newRunId();
  const inPlace = createInPlace();
  session.onLeft(() => tellLeft(output, run, inPlace));
  const giveUp = new AbortController();
  // How it is when nobody follows it any more; what is told after that is not about the fault.
  let settled: Settled | undefined;
  const onEvent = (event: RunEvent): void => {
    if (settled !== undefined) return;
    inPlace.onEvent(event);
    witness.happened(event);
    output.progress('progress', eventFields(event), runEventText(event));
    if (
      !background ||
      giveUp.signal.aborted ||
      interrupt.signal.aborted ||
      !isSettled(inPlace, targets.length)
    )
      return;
    settled = { open: inPlace.open(), done: inPlace.done() };
    giveUp.abort();
  };
  const options = { run, durationMs, container, image, netRaw, onEvent, giveUp: giveUp.signal };
  const report = await runFault(kube, targets, fault, options, interrupt.signal);
  if (settled !== undefined && !report.interrupted) return tellBackground(session, run, settled);
  output.result('report', report, formatRunReport(report));
  return reportExitCode(report);
}

/** Which pods had the fault, and which were done, when a background run was left. */
type Settled = Readonly<{ open: ReturnType<InPlace['open']>; done: ReturnType<InPlace['done']> }>;

function tellBackground({ output }: ClusterSession, run: string, { open, done }: Settled): number {
  const inPlace = open.map(({ pod, endsAt }) => ({ pod: podName(pod), endsAt }));
  const failed = done.filter(({ agent }) => agent?.appliedAt === undefined);
  output.result('background', { run, inPlace, failed }, formatBackground(run, open, failed));
  return failed.length === 0 ? 0 : 1;
}
