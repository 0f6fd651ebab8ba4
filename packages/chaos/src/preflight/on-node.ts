import { describeError } from '@pod-contagion/errors';
import { PLAN_LIMIT_MS } from '../agent/limits.ts';
import type { AgentSpec } from '../agent/spec.ts';
import { ChaosError } from '../errors.ts';
import { REHEARSAL_LIMIT_MS } from '../faults/flush/rehearsal-files.ts';
import type { FlushFaultSpec } from '../faults/flush/spec.ts';
import { apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { DEFAULT_AGENT_IMAGE } from '../run/agent-container.ts';
import { checkNodePods } from '../nodes/check-node-pods.ts';
import { lookAtNode } from '../nodes/look-at-node.ts';
import { flushPod } from '../run/node/node-pod.ts';
import { INJECT_TIMEOUT_MS } from '../run/run-fault.ts';
import { newRunId } from '../run/run-id.ts';
import { judgeRefusal } from './admission.ts';
import type { Finding } from './check.ts';

/** What a preflight of a flush is about. */
export type NodePreflight = Readonly<{
  nodes: readonly string[];
  namespaces: readonly string[];
  /** Has each node looked at by a pod, and its snapshot rehearsed; nothing is flushed. */
  nodeCheck: boolean;
  image?: string | undefined;
  injectTimeoutMs?: number | undefined;
  signal: AbortSignal;
}>;

/** The usual one: what is asked about where nothing else is said. */
const USUAL_FLUSH: FlushFaultSpec = {
  kind: 'flush',
  tables: ['filter', 'nat', 'mangle'],
  families: ['ipv4'],
  deleteChains: true,
};

/** Whether each of these nodes could be flushed, as far as the API tells, and with `nodeCheck` as the node itself does. */
export async function checkOnNodes(kube: Kubernetes, options: NodePreflight): Promise<Finding[]> {
  const { nodes, namespaces, nodeCheck } = options;
  if (nodes.length === 0) {
    return [{ check: 'node', answer: 'unknown', why: 'no node was named: --node NODE asks about one' }];
  }
  const findings: Finding[] = [];
  for (const node of nodes) {
    const there = await checkNode(kube, node, options.signal);
    findings.push(there);
    if (there.answer === 'no') continue;
    for (const namespace of namespaces) findings.push(await checkAdmission(kube, node, namespace, options));
    findings.push(nodeCheck ? await look(kube, node, options) : NOT_LOOKED);
  }
  return findings;
}

const NOT_LOOKED: Finding = {
  check: 'kube-proxy',
  answer: 'unknown',
  why: 'how kube-proxy works there was not looked at, and no snapshot rehearsed: that needs pods on the node',
  harmless: true,
};

async function checkNode(kube: Kubernetes, node: string, signal: AbortSignal): Promise<Finding> {
  try {
    const unknown = await lookAtNode(kube, node, signal);
    if (unknown === undefined) return { check: 'node', answer: 'yes', why: `node ${node} is Ready` };
    return { check: 'node', answer: 'unknown', why: unknown, harmless: true };
  } catch (error) {
    const isLocal = error instanceof ChaosError && error.code === 'CHAOS_NO_KUBE_PROXY';
    return { check: isLocal ? 'kube-proxy' : 'node', answer: 'no', why: describeError(error) };
  }
}

/** Asks the API server for the very pod, with dryRun=All. */
async function checkAdmission(
  kube: Kubernetes,
  node: string,
  namespace: string,
  { image = DEFAULT_AGENT_IMAGE, signal }: NodePreflight,
): Promise<Finding> {
  const run = newRunId();
  const name = `pod-chaos-flush-${run}`;
  const spec: AgentSpec = { version: 1, order: 'check', run, fault: USUAL_FLUSH };
  const body = flushPod(spec, { name, namespace, node, image, netRaw: false, limitMs: 1_000 }, undefined);
  try {
    await kube.core.createNamespacedPod(
      { namespace, body, dryRun: 'All' },
      await requestOptions(kube, { signal }),
    );
    return { check: 'admission', answer: 'yes', why: `the API server takes such a pod in ${namespace}` };
  } catch (error) {
    return judgeRefusal(`${namespace}/${name}`, statusOf(error), apiMessage(error));
  }
}

async function look(
  kube: Kubernetes,
  node: string,
  { namespaces, image = DEFAULT_AGENT_IMAGE, injectTimeoutMs = INJECT_TIMEOUT_MS, signal }: NodePreflight,
): Promise<Finding> {
  const [namespace = ''] = namespaces;
  const limits = { injectTimeoutMs, runLimitMs: 2 * PLAN_LIMIT_MS + REHEARSAL_LIMIT_MS };
  let answer: Awaited<ReturnType<typeof checkNodePods>>;
  try {
    answer = await checkNodePods(kube, USUAL_FLUSH, { node, namespace, image, ...limits }, signal);
  } catch (error) {
    // What forbids the pods is a finding of its own.
    if (error instanceof ChaosError && error.code === 'CHAOS_NOT_ENDED') throw error;
    signal.throwIfAborted();
    return { check: 'kube-proxy', answer: 'unknown', why: `node ${node}: ${describeError(error)}` };
  }
  if (answer.is === 'yes') {
    const why = `kube-proxy has its rules in iptables on ${node}, and a snapshot of them was restored in a rehearsal`;
    return { check: 'kube-proxy', answer: 'yes', why };
  }
  return { check: 'kube-proxy', answer: answer.is, why: `node ${node}: ${answer.why}` };
}
