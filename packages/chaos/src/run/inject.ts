import type { V1Pod } from '@kubernetes/client-node';
import type { AgentSpec } from '../agent/spec.ts';
import { calling, apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { ChaosError } from '../errors.ts';
import type { PodName } from '../pod-name.ts';
import { agentContainer, agentName, hasNetRaw, volumesOfAgents } from './agent-container.ts';
import { kindsToEnd } from './kinds-to-end.ts';
import { isOver } from './fault-state.ts';
import { pace } from './wait.ts';

/** Longest wait between two tries, in ms. */
const RETRY_MS = 5_000;

/** How an agent is put into a pod. */
export type InjectOptions = Readonly<{
  image?: string | undefined;
  targetContainer?: string | undefined;
  /** Whether it gets NET_RAW; it does in any case where an agent before it in this pod has. */
  netRaw?: boolean | undefined;
  /** How long it is tried while the API server can't be reached or is too busy, in ms. */
  limitMs: number;
  /** Looks at the pod as it is just before; throws where it must not be touched. */
  check?: (pod: V1Pod) => void;
}>;

/**
 * What came of it. `sent`: the container is in the pod, or may be, where the answer was lost; `gone`: the pod is not
 * there any more; `leaving`: it is being deleted, and nothing new starts in it.
 */
export type Injection =
  | Readonly<{ is: 'sent'; container: string; before: V1Pod }>
  | Readonly<{ is: 'gone'; why: string }>
  | Readonly<{ is: 'leaving' }>;

/**
 * Puts an agent into a pod by a strategic merge patch that holds nothing but the new container, so that other ephemeral
 * containers stay as they are. The patch names UID and version of the pod that was looked at just before: nothing is
 * put into a pod of the same name that came later, and nothing between the look and the patch goes unseen.
 * @throws {ChaosError} CHAOS_FORBIDDEN, CHAOS_REFUSED (an admission rule), CHAOS_API, CHAOS_UNREACHABLE; then the
 * container is not in the pod
 */
export async function inject(
  kube: Kubernetes,
  pod: PodName,
  spec: AgentSpec,
  options: InjectOptions,
  signal: AbortSignal,
): Promise<Injection> {
  const untilMs = performance.now() + options.limitMs;
  const wait = pace(RETRY_MS);
  let sent: Readonly<{ container: string; before: V1Pod }> | undefined;
  for (;;) {
    try {
      const now = await readPod(kube, pod, signal);
      const gone = goneBecause(now, pod);
      if (now === undefined || gone !== undefined) return { is: 'gone', why: gone ?? '' };
      if (sent !== undefined && hasContainer(now, sent.container)) return { is: 'sent', ...sent };
      if (now.metadata?.deletionTimestamp !== undefined) return { is: 'leaving' };
      options.check?.(now);
      const container = agentName(now, spec.run);
      const before = { container, before: now };
      await patch(kube, now, spec, { ...options, name: container }, () => (sent = before), signal);
      return { is: 'sent', ...before };
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (signal.aborted || performance.now() > untilMs) {
        if (sent === undefined) throw error;
        return { is: 'sent', ...sent };
      }
      await wait.wait(signal);
    }
  }
}

/** Why a pod is not the one that was meant, or runs nothing any more; undefined where it is and does. */
export function goneBecause(pod: V1Pod | undefined, { namespace, name, uid }: PodName): string | undefined {
  if (pod === undefined) return `pod ${namespace}/${name} is gone`;
  if (pod.metadata?.uid !== uid) return `pod ${namespace}/${name} is gone; another one has its name`;
  return isOver(pod) ? `pod ${namespace}/${name} has ended (${pod.status?.phase})` : undefined;
}

function hasContainer(pod: V1Pod, container: string): boolean {
  return (pod.spec?.ephemeralContainers ?? []).some(({ name }) => name === container);
}

async function patch(
  kube: Kubernetes,
  pod: V1Pod,
  spec: AgentSpec,
  options: InjectOptions & Readonly<{ name: string }>,
  onUnknown: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { name = '', namespace = '', uid, resourceVersion } = pod.metadata ?? {};
  const { PatchStrategy } = await import('@kubernetes/client-node');
  const order = spec.order === 'end' ? { ...spec, ...kindsToEnd(pod) } : spec;
  const container = agentContainer(order, {
    ...options,
    netRaw: options.netRaw === true || hasNetRaw(pod),
    volumes:
      spec.fault?.kind === 'fill-disk'
        ? [spec.fault.volume]
        : order.kinds?.includes('fill-disk') === true
          ? volumesOfAgents(pod)
          : [],
  });
  const body = { metadata: { uid, resourceVersion }, spec: { ephemeralContainers: [container] } };
  try {
    await calling(
      `patch pods/ephemeralcontainers of ${namespace}/${name}`,
      kube.core.patchNamespacedPodEphemeralcontainers(
        { name, namespace, body },
        await requestOptions(kube, { signal, contentType: PatchStrategy.StrategicMergePatch }),
      ),
    );
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || status >= 500) onUnknown();
    throw refusal(error) ?? error;
  }
}

/** Whether the same may succeed a little later. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ChaosError) || error.code === 'CHAOS_REFUSED') return false;
  if (error.code === 'CHAOS_UNREACHABLE') return true;
  const status = statusOf(error);
  // 422 for another UID than the pod's (metadata is immutable): the next look says that the pod is gone.
  const isOtherPod = status === 422 && apiMessage(error.cause).includes('metadata.uid');
  return status !== undefined && (status === 409 || status === 429 || status >= 500 || isOtherPod);
}

/** The API server's own words where a rule of the cluster, and not a missing right, forbids the agent. */
function refusal(error: unknown): ChaosError | undefined {
  const cause = error instanceof ChaosError ? error.cause : error;
  const message = apiMessage(cause);
  const status = statusOf(error);
  if (message.includes('violates PodSecurity')) {
    const hint =
      'label the namespace pod-security.kubernetes.io/enforce=privileged to allow it; where the pod only has an older agent with NET_ADMIN in its list, the pod that replaces it has none';
    return new ChaosError('CHAOS_REFUSED', `Pod Security refuses the agent: ${message}; ${hint}`, { cause });
  }
  if (message.includes('denied the request') || (status === 403 && !/cannot \w+ resource/.test(message))) {
    return new ChaosError('CHAOS_REFUSED', `the cluster's admission refuses the agent: ${message}`, {
      cause,
    });
  }
  if (status === 404 && message.includes('could not find the requested resource')) {
    const needed = 'expected a cluster with ephemeral containers (Kubernetes 1.25 or later)';
    return new ChaosError('CHAOS_API', `${needed}, got: ${message}`, { cause });
  }
  return undefined;
}
