import type { V1Pod } from '@kubernetes/client-node';
import { calling, statusOf } from './api-error.ts';
import type { Kubernetes } from './connect.ts';
import { listPages } from './list-pages.ts';
import { requestOptions } from './requests.ts';

/** A pod by its name; undefined where there is none. */
export async function readPod(
  kube: Kubernetes,
  { namespace, name }: Readonly<{ namespace: string; name: string }>,
  signal?: AbortSignal,
): Promise<V1Pod | undefined> {
  try {
    return await calling(
      `get pod ${namespace}/${name}`,
      kube.core.readNamespacedPod({ namespace, name }, await requestOptions(kube, { signal })),
    );
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** All pods of a namespace, of all namespaces where it is left out, page by page. */
export async function listPods(
  kube: Kubernetes,
  namespace: string | undefined,
  signal?: AbortSignal,
): Promise<V1Pod[]> {
  const options = await requestOptions(kube, { signal });
  return namespace === undefined
    ? listPages('list pods in all namespaces', (page) => kube.core.listPodForAllNamespaces(page, options))
    : listPages(`list pods in ${namespace}`, (page) =>
        kube.core.listNamespacedPod({ namespace, ...page }, options),
      );
}
