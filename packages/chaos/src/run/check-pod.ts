import type { V1Pod, V1PodSpec } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import type { AgentSpec } from '../agent/spec.ts';
import { ChaosError } from '../errors.ts';
import { calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { PodName } from '../pod-name.ts';
import { agentProgram } from './agent-container.ts';
import { pace } from './wait.ts';

/** The container of a pod that checks a node. */
export const CHECK_CONTAINER = 'check';

/** How long the deletion of such a pod is waited for, in ms. */
const DELETE_LIMIT_MS = 60_000;

/** Longest wait between two looks at it, in ms. */
const POLL_MS = 2_000;

/** Where and how long such a pod runs. */
export type CheckPodOptions = Readonly<{
  name: string;
  namespace: string;
  node: string;
  image: string;
  netRaw?: boolean | undefined;
  /** The kubelet ends it after this, even if nobody deletes it, in ms. */
  limitMs: number;
}>;

/**
 * A pod of our own on a node. It is given its node outright, so that no scheduler, taint or full node keeps it away, and no
 * credentials.
 */
export function podOnNode(
  { name, namespace, node, limitMs }: Omit<CheckPodOptions, 'image' | 'netRaw'>,
  spec: Pick<V1PodSpec, 'containers'> & Partial<V1PodSpec>,
): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/name': 'pod-chaos' } },
    spec: {
      nodeName: node,
      restartPolicy: 'Never',
      activeDeadlineSeconds: Math.ceil(limitMs / 1_000),
      terminationGracePeriodSeconds: 10,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      tolerations: [{ operator: 'Exists' }],
      ...spec,
    },
  };
}

/** One that carries out one order, with a network namespace of its own. */
export function checkPod(spec: AgentSpec, options: CheckPodOptions): V1Pod {
  const { image, netRaw } = options;
  return podOnNode(options, {
    containers: [{ name: CHECK_CONTAINER, ...agentProgram(spec, image, netRaw) }],
  });
}

/**
 * Makes such a pod, has something done with it, and deletes it, whatever comes; returns once it is gone.
 * @throws {ChaosError} CHAOS_NOT_ENDED where it is not gone in time, and what creating a pod may throw
 */
export async function withPod<T>(
  kube: Kubernetes,
  body: V1Pod,
  use: (pod: PodName) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const { namespace = '', name = '' } = body.metadata ?? {};
  let uid: string | undefined;
  try {
    const made = await calling(
      `create pod ${namespace}/${name}`,
      kube.core.createNamespacedPod({ namespace, body }, await requestOptions(kube, { signal })),
    );
    uid = made.metadata?.uid;
    return await use({ namespace, name, uid: uid ?? '' });
  } catch (error) {
    // The answer was lost: it may be there.
    if (uid === undefined && statusOf(error) === undefined) uid = '';
    throw error;
  } finally {
    if (uid !== undefined) await deletePod(kube, { namespace, name, uid });
  }
}

/**
 * Deletes a pod and waits until it is gone; its name is used once, so that one without a known UID is ours too.
 * @throws {ChaosError} CHAOS_NOT_ENDED where it is not gone in time
 */
export async function deletePod(kube: Kubernetes, pod: PodName): Promise<void> {
  const { namespace, name, uid } = pod;
  const limit = AbortSignal.timeout(DELETE_LIMIT_MS);
  const looks = pace(POLL_MS);
  const body = uid === '' ? {} : { preconditions: { uid } };
  let trouble = 'it is being deleted';
  while (!limit.aborted) {
    try {
      const now = await readPod(kube, pod, limit);
      if (now === undefined || (uid !== '' && now.metadata?.uid !== uid)) return;
      if (now.metadata?.deletionTimestamp === undefined) {
        await kube.core.deleteNamespacedPod(
          { namespace, name, body },
          await requestOptions(kube, { signal: limit }),
        );
      }
    } catch (error) {
      // Another look says whether it matters.
      trouble = describeError(error);
    }
    await looks.wait(limit);
  }
  throw new ChaosError('CHAOS_NOT_ENDED', `pod ${namespace}/${name} may be left: ${trouble}`);
}
