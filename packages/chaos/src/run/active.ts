import type { V1Pod } from '@kubernetes/client-node';
import type { AgentReport } from '../agent/lines.ts';
import { describeFault } from '../faults/describe-fault.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { listPods } from '../kubernetes/pods.ts';
import type { PodName } from '../pod-name.ts';
import { podNameOf } from '../targets/pod-facts.ts';
import { faultsOf, type FaultInPod, type FaultState } from './fault-state.ts';

/** Where to look: in some namespaces, or in all. */
export type Where = Readonly<{ namespaces: readonly string[] } | { all: true }>;

/** A fault that a pod has, or had: all that its agents have left in the pod tells of it. */
export type ActiveFault = Readonly<{
  pod: PodName;
  node?: string;
  container: string;
  image: string;
  run: string;
  /** In a few words: `drop, out, on eth0`. */
  fault: string;
  spec?: FaultSpec;
  state: FaultState;
  /** When its agent started. */
  since?: string;
  /** For `active`: when it ends at the latest, a few seconds more or less; for `waiting`: until when it may begin. */
  until?: string;
  /** Why its agent has not started, or how it ended without a report. */
  detail?: string;
  report?: AgentReport;
}>;

/**
 * All faults in pods, read from the pods alone: from the order that each agent's container holds, and from what its
 * status says. There is nothing else to ask, so it is the same for every user and after every crash.
 * @throws {ChaosError} CHAOS_FORBIDDEN, CHAOS_UNREACHABLE, CHAOS_API
 */
export async function listActive(
  kube: Kubernetes,
  where: Where,
  signal?: AbortSignal,
): Promise<readonly ActiveFault[]> {
  const pods = await podsOf(kube, where, signal);
  return pods.flatMap((pod) => activeIn(pod, Date.now()));
}

/** The pods of these namespaces, or of all. */
export async function podsOf(
  kube: Kubernetes,
  where: Where,
  signal?: AbortSignal,
): Promise<readonly V1Pod[]> {
  if ('all' in where) return listPods(kube, undefined, signal);
  const pods: V1Pod[] = [];
  for (const namespace of new Set(where.namespaces)) pods.push(...(await listPods(kube, namespace, signal)));
  return pods;
}

/** The faults of one pod. */
export function activeIn(pod: V1Pod, nowMs: number): readonly ActiveFault[] {
  const node = pod.spec?.nodeName;
  const where = { pod: podNameOf(pod), ...(node === undefined ? {} : { node }) };
  return faultsOf(pod, nowMs).map((fault) => Object.assign(describe(fault), where));
}

function describe({ agent, state }: FaultInPod): Omit<ActiveFault, 'pod' | 'node'> {
  const { container, image, spec, state: life } = agent;
  const since = life.is === 'waiting' ? undefined : life.startedAt;
  const until = state === 'waiting' ? spec.beginBeforeMs : endOf(since, spec.durationMs);
  const report = life.is === 'ended' ? life.report : undefined;
  const detail = detailOf(agent);
  return {
    container,
    image,
    run: spec.run,
    fault: spec.fault === undefined ? '' : describeFault(spec.fault),
    ...(spec.fault === undefined ? {} : { spec: spec.fault }),
    state,
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    ...(detail === '' ? {} : { detail }),
    ...(report === undefined ? {} : { report }),
  };
}

function endOf(since: Date | undefined, durationMs: number | undefined): number | undefined {
  return since === undefined || durationMs === undefined ? undefined : since.getTime() + durationMs;
}

function detailOf({ state }: FaultInPod['agent']): string {
  if (state.is === 'waiting') return [state.reason, state.message].filter((part) => part !== '').join(': ');
  return state.is === 'ended' && state.report === undefined ? state.how : '';
}
