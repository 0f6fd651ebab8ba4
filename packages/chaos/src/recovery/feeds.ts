import type { V1Deployment, V1StatefulSet } from '@kubernetes/client-node';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import { matchesLabels } from '@pod-contagion/notations';
import { parseSelector } from '../targets/label-selector.ts';
import { podFactsOf, workloadFactsOf, type PodFacts, type WorkloadFacts } from './facts.ts';
import { watchObjects, type ObjectWatcher } from '../kubernetes/watch-objects.ts';

/** Takes what feeds see. */
export type Sink = Readonly<{
  pod: (facts: PodFacts) => void;
  podGone: (uid: string) => void;
  workload: (facts: WorkloadFacts) => void;
  workloadGone: (uid: string) => void;
}>;

/** What is told of the watch itself. */
export type FeedState = Pick<ObjectWatcher<never>, 'onListed' | 'onBreak' | 'onResume'>;

/** One watch that fills a sink. */
export type Feed = Readonly<{
  /** `pods in default`. */
  what: string;
  follow: (state: FeedState, signal: AbortSignal) => Promise<void>;
}>;

/** The watches of some namespaces: on pods that a selector matches, and on workloads whose pods it matches. */
export function feedsOf(
  kube: Kubernetes,
  { namespaces, selector = '' }: Readonly<{ namespaces: readonly string[]; selector?: string | undefined }>,
  sink: Sink,
): Feed[] {
  const requirements = parseSelector(selector);

  function pods(namespace: string): Feed {
    const what = `pods in ${namespace}`;
    const matching = selector === '' ? {} : { labelSelector: selector };
    return {
      what,
      follow: (state, signal) =>
        watchObjects(
          kube,
          {
            what,
            path: `/api/v1/namespaces/${namespace}/pods`,
            ...matching,
            list: async () =>
              kube.core.listNamespacedPod({ namespace, ...matching }, await requestOptions(kube, { signal })),
          },
          {
            ...state,
            onObject: (pod) => sink.pod(podFactsOf(pod)),
            onGone: (pod) => sink.podGone(podFactsOf(pod).uid),
          },
          signal,
        ),
    };
  }

  function workloads(
    kind: WorkloadFacts['kind'],
    namespace: string,
    list: (signal: AbortSignal) => Promise<Readonly<{ items: readonly (V1Deployment | V1StatefulSet)[] }>>,
  ): Feed {
    const resource = `${kind.toLowerCase()}s`;
    const what = `${resource} in ${namespace}`;
    return {
      what,
      follow: (state, signal) =>
        watchObjects(
          kube,
          { what, path: `/apis/apps/v1/namespaces/${namespace}/${resource}`, list: () => list(signal) },
          {
            ...state,
            onObject: (object) => {
              const { labels } = object.spec?.template.metadata ?? {};
              if (matchesLabels(requirements, labels)) sink.workload(workloadFactsOf(kind, object));
            },
            onGone: (object) => sink.workloadGone(workloadFactsOf(kind, object).uid),
          },
          signal,
        ),
    };
  }

  return namespaces.flatMap((namespace) => [
    pods(namespace),
    workloads('Deployment', namespace, async (signal) =>
      kube.apps.listNamespacedDeployment({ namespace }, await requestOptions(kube, { signal })),
    ),
    workloads('StatefulSet', namespace, async (signal) =>
      kube.apps.listNamespacedStatefulSet({ namespace }, await requestOptions(kube, { signal })),
    ),
  ]);
}
