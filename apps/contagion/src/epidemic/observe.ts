import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { watchResource } from '@pod-contagion/cluster-client/watching';
import {
  createEpidemicStore,
  type Epidemic,
  type EpidemicEvent,
  type Observation,
} from '@pod-contagion/epidemic';
import { createAskPodder } from './ask-podder.ts';
import { readPod, type PodFacts, type PodObject } from './pod-facts.ts';
import { createPoller } from './poller.ts';

/** Which pods are watched. */
export type Observed = Readonly<{ namespace: string; labelSelector: string }>;

/** Told of every change: the epidemic as it is now, and what happened. */
export type OnChange = (epidemic: Epidemic, events: readonly EpidemicEvent[]) => void;

/** An observation under way. */
export type Observer = Readonly<{
  /** The epidemic as it is known now. */
  readonly present: Epidemic;
  close: () => Promise<void>;
}>;

/**
 * Follows an epidemic: pods by a watch on them, infections by asking the podders, once a second each, at their own
 * address.
 */
export function observeEpidemic(
  client: ApiClient,
  { namespace, labelSelector }: Observed,
  onChange: OnChange,
  onBreak: (error: unknown) => void,
): Observer {
  const store = createEpidemicStore();
  const ending = new AbortController();
  const asking = createAskPodder();
  const poller = createPoller({
    ask: asking.ask,
    onReport: ({ uid, containerId }, report) => learn({ type: 'report', uid, containerId, report }),
  });

  function learn(observation: Observation): void {
    const events = store.observe(observation, Date.now());
    if (events !== undefined) onChange(store.present, events);
  }

  function meet(pod: PodFacts): void {
    learn({ type: 'pod', pod });
    const { uid, containerId, healthAddress } = pod;
    if (containerId === undefined || healthAddress === undefined) poller.remove(uid);
    else poller.add({ uid, containerId, ...healthAddress });
  }

  const watching = watchResource<PodObject>(
    client,
    {
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`,
      query: labelSelector === '' ? {} : { labelSelector },
    },
    {
      onObject: (pod) => meet(readPod(pod)),
      onGone(uid) {
        poller.remove(uid);
        learn({ type: 'gone', uid });
      },
      onBreak,
    },
    ending.signal,
  );

  return {
    get present() {
      return store.present;
    },
    async close() {
      ending.abort();
      poller.close();
      await Promise.all([watching, asking.close()]);
    },
  };
}
