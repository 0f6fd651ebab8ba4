import { describeError } from '@pod-contagion/errors';
import { PLAN_LIMIT_MS, SET_UP_LIMIT_MS, UNDO_LIMIT_MS } from '../agent/limits.ts';
import type { AgentReport } from '../agent/lines.ts';
import type { AgentSpec } from '../agent/spec.ts';
import { ChaosError } from '../errors.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { isOfPodNetwork, type PodNetworkFaultSpec } from '../faults/pod-network.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import type { Target } from '../targets/target.ts';
import { CHECK_CONTAINER, checkPod, withPod } from './check-pod.ts';
import { followAgent, type AgentEnd } from './follow.ts';
import { isProof } from './read-report.ts';
import { refuseSharedNetwork } from './refuse-target.ts';
import type { RunContext } from './run-context.ts';
import { runContext, type AgentRunOptions } from './run-fault.ts';
import { whyNoReport } from './why-no-report.ts';

/** How long the fault lasts in the pod that tries it, in ms: it is there only to have been there. */
const TRY_MS = 100;

/** What an agent that tries may take beyond its start, in ms. */
const TRY_LIMIT_MS: number = PLAN_LIMIT_MS + SET_UP_LIMIT_MS + UNDO_LIMIT_MS + 15_000;

/** Whether a node's kernel can do what a fault needs: `no` with what it said, `unknown` with why nobody could tell. */
export type NodeCheck = Readonly<
  { node: string; answer: 'yes' } | { node: string; answer: 'no' | 'unknown'; why: string }
>;

/**
 * Finds out for every node of the targets whether its kernel can do what a fault needs, before any target is touched: tries
 * the same fault for a moment in a pod of its own on that node, in that pod's own network namespace, and deletes
 * the pod. Needs create, get and delete on pods in the namespaces of the targets. Only faults of the network ask for it.
 * @throws {ChaosError} CHAOS_REFUSED where pods have the machine's own network; CHAOS_NOT_ENDED where such a pod is not gone
 */
export async function checkNodes(
  kube: Kubernetes,
  targets: readonly Target[],
  fault: FaultSpec,
  options: AgentRunOptions,
  signal: AbortSignal,
): Promise<readonly NodeCheck[]> {
  for (const target of targets) refuseSharedNetwork(target, fault);
  // One of each node; a pod of ours may run in the namespace of that target as well as the agent may.
  const nodes = new Map(targets.map((target) => [target.node, target]));
  if (!isOfPodNetwork(fault)) {
    return [...nodes.keys()].map((node) => ({ node, answer: 'yes' }));
  }
  const context = runContext(kube, nodes.size, { ...options, giveUp: signal });
  // All are waited for: a pod that was made is deleted, whatever became of another.
  const checks = await Promise.allSettled(
    [...nodes.values()].map((target, index) =>
      context.slots(() => checkNode(context, target, withoutNames(fault), index + 1)),
    ),
  );
  return checks.map((check) => {
    if (check.status === 'rejected') throw check.reason;
    return check.value;
  });
}

/**
 * Passes where no node said no.
 * @throws {ChaosError} CHAOS_NO_NETEM or CHAOS_SET_UP, with what the kernel of each such node said
 */
export function requireNodes(checks: readonly NodeCheck[], fault: FaultSpec): void {
  const unable = checks.flatMap((check) => (check.answer === 'no' ? [`${check.node}: ${check.why}`] : []));
  if (unable.length === 0) return;
  const isNetem = fault.kind === 'network' && fault.effect.do === 'netem';
  throw new ChaosError(
    isNetem ? 'CHAOS_NO_NETEM' : 'CHAOS_SET_UP',
    `expected nodes whose kernel can do this, got ${unable.length} of ${checks.length} that can't (no pod was touched): ${unable.join('; ')}`,
  );
}

async function checkNode(
  context: RunContext,
  { node, namespace }: Target,
  fault: PodNetworkFaultSpec,
  number: number,
): Promise<NodeCheck> {
  const { kube, run, image, netRaw, injectTimeoutMs, pollMs, giveUp } = context;
  const beginBeforeMs = Date.now() + injectTimeoutMs;
  const spec: AgentSpec = { version: 1, order: 'fault', run, fault, durationMs: TRY_MS, beginBeforeMs };
  const limitMs = injectTimeoutMs + TRY_LIMIT_MS;
  const name = `pod-chaos-check-${run}-${number}`;
  try {
    const end = await withPod(
      kube,
      checkPod(spec, { name, namespace, node, image, netRaw, limitMs }),
      (pod) =>
        followAgent(
          kube,
          { pod, container: CHECK_CONTAINER, run },
          { beginBeforeMs, runLimitMs: TRY_LIMIT_MS, pollMs, harmless: true },
          () => undefined,
          giveUp,
        ),
      giveUp,
    );
    return { node, ...answerOf(end, fault.interface) };
  } catch (error) {
    if (error instanceof ChaosError && error.code === 'CHAOS_NOT_ENDED') throw error;
    return { node, answer: 'unknown', why: describeError(error) };
  }
}

type Answer = Readonly<{ answer: 'yes' } | { answer: 'no' | 'unknown'; why: string }>;

function answerOf(end: AgentEnd, on: string): Answer {
  return end.is === 'reported' ? answerOfReport(end.report, on) : unknown(whyNoReport(end));
}

function answerOfReport(report: AgentReport, on: string): Answer {
  const { error, appliedAt } = report;
  if (error === undefined && appliedAt !== undefined && isProof(report)) return { answer: 'yes' };
  if (error?.code === 'CHAOS_NO_NETEM') return { answer: 'no', why: error.message };
  // Nobody else has set up anything there. Only a second interface may be one that the targets alone have.
  if (error?.code === 'CHAOS_SET_UP' && on === 'eth0') return { answer: 'no', why: error.message };
  return unknown(error?.message ?? 'the fault was not set up');
}

function unknown(why: string): Answer {
  return { answer: 'unknown', why };
}

/** An address that nobody has (RFC 5737). */
const NOBODY = '192.0.2.1';

/**
 * Host names say nothing of the kernel, and a pod elsewhere may not resolve them; an address in their place needs the
 * same of it.
 */
function withoutNames(fault: PodNetworkFaultSpec): PodNetworkFaultSpec {
  if (fault.kind !== 'network') return fault;
  const { hosts, peers } = fault.scope;
  return hosts.length === 0
    ? fault
    : { ...fault, scope: { ...fault.scope, hosts: [], peers: [...peers, NOBODY] } };
}
