import { setTimeout as sleep } from 'node:timers/promises';
import { observeEpidemic, type Observer } from '@pod-contagion/epidemic/feed';
import { describeError } from '@pod-contagion/errors';
import type { GoldpingerAnswer } from '../../protocol/details.ts';
import type { Source, Status } from '../../protocol/snapshot.ts';
import { emptySnapshot } from '../../snapshots/empty-snapshot.ts';
import type { Feed } from '../feed.ts';
import { OPEN_RETRY_MS } from '../limits.ts';
import { Listeners } from '../listeners.ts';
import type { Place } from '../../protocol/commands.ts';
import { openLiveFeed } from './live-feed.ts';
import { openCluster, type ClusterChoice, type OpenedCluster } from './open-cluster.ts';
import { troubleOfError } from './trouble.ts';

/** Name and namespace before a cluster was found. */
const UNKNOWN_PLACE = '?';

/** What is open, to be closed in the opposite order. */
type Opened = Readonly<{ cluster: OpenedCluster; observer: Observer; feed: Feed }>;

/**
 * Follows a cluster from the moment on at which there is one: what is wrong with it until then, such as that no kubeconfig names one,
 * is told as the status, and it is tried again. `first` is one that has been found already.
 */
export function openClusterFeed(choice: ClusterChoice, first?: OpenedCluster): Feed {
  const listeners = new Listeners();
  const ending = new AbortController();
  const beganMs = Date.now();
  const epoch = `waiting-${beganMs}`;
  let opened: Opened | undefined;
  let failure: unknown;

  const placeOf = (namespace: string): Place => ({
    kubeconfig: choice.kubeconfig,
    context: choice.context,
    namespace,
    selector: choice.selector ?? '',
  });

  function status(): Status {
    if (opened !== undefined) return opened.feed.status();
    const isFailed = failure !== undefined;
    return {
      state: 'waiting',
      ageMs: Date.now() - beganMs,
      message: isFailed ? describeError(failure) : null,
      trouble: isFailed ? troubleOfError(failure, placeOf(choice.namespace ?? 'default')) : null,
      asked: 0,
      missed: 0,
    };
  }

  function open(cluster: OpenedCluster): void {
    const { client, name, namespace } = cluster;
    const place = placeOf(namespace);
    const observed = { namespace, labelSelector: place.selector };
    const ignored = { onChange: () => undefined, onBreak: () => undefined };
    const observer = observeEpidemic(client, observed, ignored);
    const feed = openLiveFeed({ client, observer, name, place });
    feed.subscribe(listeners);
    opened = { cluster, observer, feed };
    listeners.onReset();
    listeners.onStatus(feed.status());
  }

  async function tryToOpen(): Promise<void> {
    for (let pauseMs: number = OPEN_RETRY_MS.first; !ending.signal.aborted;) {
      try {
        const cluster = await openCluster(choice);
        if (ending.signal.aborted) await cluster.client.close();
        else open(cluster);
        return;
      } catch (error) {
        const isNews = describeError(error) !== describeError(failure);
        failure = error;
        if (isNews) listeners.onStatus(status());
      }
      await sleep(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, OPEN_RETRY_MS.longest);
    }
  }

  if (first === undefined) void tryToOpen();
  else open(first);

  const source: Source = {
    kind: 'cluster',
    name: choice.context ?? UNKNOWN_PLACE,
    namespace: choice.namespace ?? UNKNOWN_PLACE,
    selector: choice.selector ?? '',
  };
  return {
    get epoch() {
      return opened?.feed.epoch ?? epoch;
    },
    get cursor() {
      return opened?.feed.cursor ?? 0;
    },
    snapshot: () =>
      opened?.feed.snapshot() ?? emptySnapshot(source, { epoch, t: Date.now(), status: status() }),
    status,
    subscribe: (listener) => listeners.add(listener),
    details: {
      pod: async (uid) => opened?.feed.details?.pod(uid),
      podEvents: () => opened?.feed.details?.podEvents() ?? { events: [], isCut: false, message: null },
      goldpinger: async () => (await opened?.feed.details?.goldpinger()) ?? noGoldpinger(),
    },
    async close() {
      ending.abort();
      await opened?.feed.close();
      await opened?.observer.close();
      await opened?.cluster.client.close();
    },
  };
}

function noGoldpinger(): GoldpingerAnswer {
  const t = Date.now();
  return { service: null, t, pods: [], calls: [], silent: [], message: 'no cluster yet', raw: null };
}
