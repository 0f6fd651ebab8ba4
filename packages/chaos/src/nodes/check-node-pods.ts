import type { AgentSpec } from '../agent/spec.ts';
import type { FlushFaultSpec } from '../faults/flush/spec.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { CHECK_CONTAINER, withPod } from '../run/check-pod.ts';
import { followAgent, type AgentEnd } from '../run/follow.ts';
import { newRunId } from '../run/run-id.ts';
import { POLL_MS } from '../run/wait.ts';
import { whyNoReport } from '../run/why-no-report.ts';
import { lookPod, rehearsalPod } from '../run/node/node-pod.ts';

/** Where and how long it is looked. */
export type NodeCheckOptions = Readonly<{
  node: string;
  namespace: string;
  image: string;
  injectTimeoutMs: number;
  runLimitMs: number;
}>;

/** Whether a node could be flushed as it is now. */
export type NodeAnswer = Readonly<{ is: 'yes' } | { is: 'no' | 'unknown'; why: string }>;

/**
 * Does on a node all that comes before a flush, by the same two pods: looks, takes a snapshot, has it rehearsed; and
 * deletes both.
 * @throws {ChaosError} CHAOS_NOT_ENDED where one of them is not gone in time; what creating pods may throw
 */
export async function checkNodePods(
  kube: Kubernetes,
  fault: FlushFaultSpec,
  { node, namespace, image, injectTimeoutMs, runLimitMs }: NodeCheckOptions,
  signal: AbortSignal,
): Promise<NodeAnswer> {
  const run = newRunId();
  const options = (what: string): Parameters<typeof lookPod>[1] => ({
    name: `pod-chaos-${what}-${run}`,
    namespace,
    node,
    image,
    netRaw: false,
    limitMs: injectTimeoutMs + runLimitMs,
  });
  const look: AgentSpec = { version: 1, order: 'check', run, fault };
  const rehearsal: AgentSpec = { version: 1, order: 'check', run, fault: { kind: 'rehearsal', of: run } };
  const limits = { beginBeforeMs: Date.now() + injectTimeoutMs, runLimitMs, pollMs: POLL_MS, harmless: true };
  const end = await withPod(
    kube,
    rehearsalPod(rehearsal, options('rehearsal')),
    () =>
      withPod(
        kube,
        lookPod(look, options('look')),
        (pod) => followAgent(kube, { pod, container: CHECK_CONTAINER, run }, limits, () => undefined, signal),
        signal,
      ),
    signal,
  );
  return answerOf(end);
}

function answerOf(end: AgentEnd): NodeAnswer {
  if (end.is !== 'reported') return { is: 'unknown', why: whyNoReport(end) };
  const { outcome, error } = end.report;
  return outcome === 'checked'
    ? { is: 'yes' }
    : { is: 'no', why: error?.message ?? 'the agent did not say why' };
}
