import type { V1Pod } from '@kubernetes/client-node';
import { calling, statusOf } from './api-error.ts';
import type { Kubernetes } from './connect.ts';
import { requestOptions } from './requests.ts';

/** Pods that one page of a list holds, as kubectl asks. */
const PAGE = 500;

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
  const pods: V1Pod[] = [];
  let next: string | undefined;
  do {
    const page = { limit: PAGE, ...(next === undefined ? {} : { _continue: next }) };
    const list = await calling(
      namespace === undefined ? 'list pods in all namespaces' : `list pods in ${namespace}`,
      namespace === undefined
        ? kube.core.listPodForAllNamespaces(page, options)
        : kube.core.listNamespacedPod({ namespace, ...page }, options),
    );
    pods.push(...list.items);
    next = list.metadata?._continue || undefined;
  } while (next !== undefined);
  return pods;
}
