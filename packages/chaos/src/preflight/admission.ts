import type { AgentSpec } from '../agent/spec.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { agentContainer, agentName } from '../run/agent-container.ts';
import { newRunId } from '../run/run-id.ts';
import type { Target } from '../targets/target.ts';
import type { Finding } from './check.ts';

/** How the agent would be put in. */
export type AdmissionOptions = Readonly<{
  fault: FaultSpec;
  image?: string | undefined;
  signal: AbortSignal | undefined;
}>;

/**
 * Asks the API server to put the very agent into one pod of each namespace, with dryRun=All: all that may speak against
 * it is asked, from RBAC to admission webhooks, and nothing is changed.
 */
export async function checkAdmission(
  kube: Kubernetes,
  targets: readonly Target[],
  options: AdmissionOptions,
): Promise<Finding[]> {
  const first = new Map(targets.toReversed().map((target) => [target.namespace, target]));
  return Promise.all([...first.values()].toReversed().map((target) => ask(kube, target, options)));
}

async function ask(
  kube: Kubernetes,
  { namespace, name, uid, pod }: Target,
  { fault, image, signal }: AdmissionOptions,
): Promise<Finding> {
  const { PatchStrategy } = await import('@kubernetes/client-node');
  const run = newRunId();
  const spec: AgentSpec = { version: 1, order: 'check', run, fault };
  const container = agentContainer(spec, { name: agentName(pod, run), image });
  const body = { metadata: { uid }, spec: { ephemeralContainers: [container] } };
  try {
    await kube.core.patchNamespacedPodEphemeralcontainers(
      { namespace, name, body, dryRun: 'All' },
      await requestOptions(kube, { signal, contentType: PatchStrategy.StrategicMergePatch }),
    );
    return {
      check: 'admission',
      answer: 'yes',
      why: `the API server takes the agent in pod ${namespace}/${name}`,
    };
  } catch (error) {
    return judgeRefusal(`${namespace}/${name}`, statusOf(error), apiMessage(error));
  }
}

/** What it means that the agent was not taken. */
export function judgeRefusal(pod: string, status: number | undefined, message: string): Finding {
  const check = 'admission';
  if (status === undefined || status === 429 || status >= 500) {
    return { check, answer: 'unknown', why: `can't ask for pod ${pod}: ${message}` };
  }
  // Source: apiserver/pkg/admission/plugin/webhook/errors (`NewDryRunUnsupportedErr`).
  if (message.includes('does not support dry run')) {
    return { check, answer: 'unknown', why: `a webhook does not say beforehand: ${message}`, harmless: true };
  }
  return { check, answer: 'no', why: `the API server refuses the agent in pod ${pod}: ${message}` };
}
