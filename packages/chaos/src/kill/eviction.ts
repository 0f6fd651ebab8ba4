import { ChaosError } from '../errors.ts';
import { apiMessage, calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { PodName } from '../pod-name.ts';

/** What an Eviction has to be called: v1 since Kubernetes 1.22, v1beta1 before. */
export type EvictionVersion = 'policy/v1' | 'policy/v1beta1';

/**
 * Asks the API server which Eviction it takes: its list of resources says so at `pods/eviction`.
 *
 * Source: kubernetes.io/docs/reference/using-api/deprecation-guide, "Eviction".
 * @throws {ChaosError} CHAOS_API where pods can't be evicted there
 */
export async function evictionVersion(kube: Kubernetes, signal?: AbortSignal): Promise<EvictionVersion> {
  const { resources } = await calling(
    'read the resources of the API server',
    kube.core.getAPIResources({}, await requestOptions(kube, { signal })),
  );
  const eviction = resources.find(({ name }) => name === 'pods/eviction');
  if (eviction === undefined) {
    throw new ChaosError(
      'CHAOS_API',
      "can't evict pods: expected pods/eviction in what the API server serves, got none",
    );
  }
  return eviction.version === 'v1' ? 'policy/v1' : 'policy/v1beta1';
}

/**
 * Evicts a pod, that very one and not another of its name. A request that was begun is not aborted: nobody would know
 * whether it was done.
 * @throws {ChaosError} CHAOS_REFUSED where a PodDisruptionBudget is against it; else as any call of the API
 */
export async function evict(
  kube: Kubernetes,
  { namespace, name, uid }: PodName,
  options: Readonly<{ version: EvictionVersion; gracePeriodSeconds?: number | undefined }>,
  stopWaiting?: AbortSignal,
): Promise<void> {
  const { version, gracePeriodSeconds } = options;
  const body = {
    apiVersion: version,
    kind: 'Eviction',
    metadata: { name, namespace },
    deleteOptions: {
      preconditions: { uid },
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    },
  };
  try {
    await calling(
      `evict pod ${namespace}/${name}`,
      kube.core.createNamespacedPodEviction(
        { namespace, name, body },
        await requestOptions(kube, { stopWaiting }),
      ),
    );
  } catch (error) {
    if (!(await isDisruptionBudget(error))) throw error;
    const { cause } = error as Error;
    throw new ChaosError(
      'CHAOS_REFUSED',
      `a PodDisruptionBudget forbids to evict pod ${namespace}/${name}: ${apiMessage(cause)}`,
      { cause },
    );
  }
}

/**
 * Says whether a 429 comes from a PodDisruptionBudget, by its cause, and not from an API server that is too busy, whatever
 * its words.
 *
 * Source: pkg/registry/core/pod/storage/eviction.go (`createTooManyRequestsError`, cause `DisruptionBudget`).
 */
async function isDisruptionBudget(error: unknown): Promise<boolean> {
  if (statusOf(error) !== 429) return false;
  const { hasCause } = await import('@pod-contagion/cluster-client');
  const { body } = ((error as { cause?: unknown }).cause ?? {}) as { body?: unknown };
  return hasCause(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''), 'DisruptionBudget');
}
