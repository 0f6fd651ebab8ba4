import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { watchResource } from '@pod-contagion/cluster-client/watching';
import type { Epidemic } from '../epidemic.ts';
import type { EpidemicEvent } from '../events.ts';
import type { InfectionLog } from '../infection-log.ts';
import type { Observation } from '../observation.ts';
import { readPod, type PodFacts, type PodObject } from '../pod-facts.ts';
import { createEpidemicStore } from '../store.ts';
import { createAskPodder } from './ask-podder.ts';
import { createPoller } from './poller.ts';

/** Which pods are watched. */
export type Observed = Readonly<{ namespace: string; labelSelector: string }>;

/** Who is told. */
export type EpidemicListener = Readonly<{
  /** Told of every change: the epidemic as it is now, and what happened. */
  onChange: (epidemic: Epidemic, events: readonly EpidemicEvent[]) => void;
  /** Told that the watch broke and is tried again. */
  onBreak: (error: unknown) => void;
}>;

/** An observation under way. */
export type Observer = Readonly<{
  /** The epidemic as it is known now. */
  readonly present: Epidemic;
  readonly infections: InfectionLog;
  close: () => Promise<void>;
}>;

/**
 * Follows an epidemic: pods by a watch on them, infections by asking the podders, once a second each, at their own
 * address.
 */
export function observeEpidemic(
  client: ApiClient,
  { namespace, labelSelector }: Observed,
  { onChange, onBreak }: EpidemicListener,
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
    infections: store.infections,
    async close() {
      ending.abort();
      poller.close();
      await Promise.all([watching, asking.close()]);
    },
  };
}
