import { describeError } from '@pod-contagion/errors';
import { PLAN_LIMIT_MS, SET_UP_LIMIT_MS } from '../agent/limits.ts';
import type { AgentSpec } from '../agent/spec.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { isRedirect } from '../faults/pod-network.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { followAgent, type AgentEnd } from '../run/follow.ts';
import { inject } from '../run/inject.ts';
import { newRunId } from '../run/run-id.ts';
import { slots } from '../run/slots.ts';
import { pollMsFor } from '../run/wait.ts';
import { whyNoReport } from '../run/why-no-report.ts';
import type { Target } from '../targets/target.ts';
import type { Finding } from './check.ts';

/** How many agents look at most, each in a pod of its own; they stay listed in their pods. */
export const MAX_CHECK_AGENTS = 50;

/** How many look at once. */
const CONCURRENCY = 10;

/** How long an agent that only looks may run, in ms. */
const LOOK_LIMIT_MS = PLAN_LIMIT_MS + SET_UP_LIMIT_MS + 15_000;

/** How agents look. */
export type InPodOptions = Readonly<{
  fault: FaultSpec;
  image?: string | undefined;
  injectTimeoutMs: number;
  signal: AbortSignal;
}>;

/**
 * Puts an agent into each pod that looks and changes nothing: whether the kernel has sch_netem, and whether somebody else's
 * qdisc is where ours would go. Each agent stays in the list of its pod's ephemeral containers.
 */
export async function checkInPods(
  kube: Kubernetes,
  targets: readonly Target[],
  options: InPodOptions,
): Promise<Finding[]> {
  const looked = targets.slice(0, MAX_CHECK_AGENTS);
  const run = newRunId();
  const slot = slots(CONCURRENCY);
  const findings = await Promise.all(looked.map((target) => slot(() => look(kube, target, run, options))));
  if (looked.length === targets.length) return findings;
  const why = `looked into ${looked.length} of ${targets.length} pods: no more agents at a time`;
  return [...findings, { check: 'in-pod', answer: 'unknown', why, harmless: true }];
}

async function look(
  kube: Kubernetes,
  target: Target,
  run: string,
  { fault, image, injectTimeoutMs, signal }: InPodOptions,
): Promise<Finding> {
  const { namespace, name, uid, node } = target;
  const pod = { namespace, name, uid };
  const where = `pod ${namespace}/${name} on ${node}`;
  const beginBeforeMs = Date.now() + injectTimeoutMs;
  const spec: AgentSpec = { version: 1, order: 'check', run, fault };
  try {
    const injection = await inject(kube, pod, spec, { image, limitMs: injectTimeoutMs }, signal);
    if (injection.is !== 'sent')
      return unknown(`${where}: ${injection.is === 'gone' ? injection.why : 'it is being deleted'}`);
    const place = { pod, container: injection.container, run };
    const limits = { beginBeforeMs, runLimitMs: LOOK_LIMIT_MS, pollMs: pollMsFor(1), harmless: true };
    const end = await followAgent(kube, place, limits, () => undefined, signal);
    return judgeLook(where, end, isRedirect(fault) ? 'the proxy' : 'netem');
  } catch (error) {
    return unknown(`${where}: ${describeError(error)}`);
  }
}

/** What an agent that looked for `what` has found. Without netem packets can still be dropped. */
export function judgeLook(where: string, end: AgentEnd, what = 'netem'): Finding {
  const check = 'in-pod';
  if (end.is !== 'reported') {
    const why = `${where}: ${whyNoReport(end)}`;
    return end.is === 'never' ? { check, answer: 'no', why } : unknown(why);
  }
  const { outcome, error } = end.report;
  if (outcome === 'checked') return { check, answer: 'yes', why: `${where}: ${what} can be set up` };
  const message = error?.message ?? `the agent reported ${outcome}`;
  if (error?.code === 'CHAOS_NO_NETEM') {
    return { check, answer: 'warning', why: `${where}: ${message}; packets can be dropped, not delayed` };
  }
  return { check, answer: 'no', why: `${where}: ${message}` };
}

function unknown(why: string): Finding {
  return { check: 'in-pod', answer: 'unknown', why };
}
