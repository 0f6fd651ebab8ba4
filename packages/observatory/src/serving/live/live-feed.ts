import { randomBytes } from 'node:crypto';
import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { CONDITIONS } from '@pod-contagion/epidemic';
import type { Observer } from '@pod-contagion/epidemic/feed';
import type { Frame } from '../../protocol/frame.ts';
import { PROTOCOL_VERSION, type Snapshot, type Source } from '../../protocol/snapshot.ts';
import type { Feed } from '../feed.ts';
import { History } from '../history.ts';
import { FRAME_INTERVAL_MS, LOOK_INTERVAL_MS } from '../limits.ts';
import { Listeners } from '../listeners.ts';
import { ChaosRuns } from './chaos-runs.ts';
import type { Place } from '../../protocol/commands.ts';
import { Ends } from './ends.ts';
import { createGoldpinger } from './goldpinger.ts';
import { InfectionWire } from './infection-wire.ts';
import { podDetail } from './pod-detail.ts';
import { mostRowsAfter, PodRows } from './pod-rows.ts';
import { createStatusLook } from './status-look.ts';
import { watchPodEvents } from './watch-events.ts';

/** What a live feed is made of: an observation under way, and the client for what it does not tell. Neither is closed with it. */
export type LiveOptions = Readonly<{
  client: ApiClient;
  observer: Observer;
  /** Name of the context, for whoever reads the page. */
  name: string;
  place: Place;
}>;

/** Follows a cluster: everything that changed within a tenth of a second is one frame, in which each pod is once. */
export function openLiveFeed({ client, observer, name, place }: LiveOptions): Feed {
  const { namespace } = place;
  const source: Source = { kind: 'cluster', name, ...place };
  const listeners = new Listeners();
  const history = new History();
  const runs = new ChaosRuns();
  const ends = new Ends();
  let { pods, infections } = rowsOf(observer);
  let mostRows = mostRowsAfter(pods.length);
  let epoch = newEpoch();
  let cursor = 0;
  let tMs = Date.now();

  const unfollow = observer.follow({
    onPod: (pod) => ends.see(pod),
    onPodder(before, now) {
      if (now !== undefined) pods.put(now);
      else if (before !== undefined) pods.gone(before.uid);
    },
    onInfection: (infection, part) => infections.put(infection, part),
  });
  const events = watchPodEvents(client, namespace, (event) => runs.learn(event));
  const look = createStatusLook({ client, observer, place }, listeners.onStatus);

  /** Sends what has changed; a snapshot must not hold what no frame has told yet. */
  function flush(): void {
    const nowMs = Date.now();
    const changedRuns = runs.take(nowMs);
    if (!pods.hasChanged && !infections.hasChanged && changedRuns.length === 0) return;
    tMs = Math.max(tMs, nowMs);
    // First infections, as they may give pods their numbers.
    const told = infections.take(tMs);
    const frame: Frame = {
      n: ++cursor,
      t: tMs,
      ...told,
      ...pods.take(),
      ...(changedRuns.length === 0 ? {} : { runs: changedRuns }),
    };
    listeners.onFrame(frame);
    if (pods.length > mostRows) renumber();
  }

  /** Forgets pods that are gone and that no infection names any more. */
  function renumber(): void {
    ({ pods, infections } = rowsOf(observer));
    mostRows = mostRowsAfter(pods.length);
    epoch = newEpoch();
    cursor = 0;
    listeners.onReset();
  }

  const flushing = setInterval(flush, FRAME_INTERVAL_MS);
  const looking = setInterval(() => {
    const { counts, ready, restarts, podders } = observer.present;
    if (podders.size === 0 || !history.isDue(Date.now())) return;
    history.push(
      Date.now(),
      CONDITIONS.map((each) => counts[each]),
      ready,
      restarts,
    );
  }, LOOK_INTERVAL_MS);

  function snapshot(): Snapshot {
    flush();
    return {
      v: PROTOCOL_VERSION,
      epoch,
      cursor,
      t: tMs,
      source,
      status: look.status(),
      strains: infections.strains,
      labelSets: pods.labelSets,
      pods: pods.columns(),
      infections: infections.columns(observer.infections.all()),
      totals: {
        infections: infections.count,
        generations: infections.generations,
        restarts: observer.present.restarts,
      },
      history: history.columns(),
      runs: runs.all,
    };
  }

  return {
    get epoch() {
      return epoch;
    },
    get cursor() {
      return cursor;
    },
    snapshot,
    status: look.status,
    subscribe: (listener) => listeners.add(listener),
    details: {
      pod(uid) {
        const number = pods.find(uid);
        const nameOf = (): string | undefined => (number === undefined ? undefined : pods.nameOf(number));
        return podDetail({ client, namespace, nameOf, ends, infections: observer.infections }, uid);
      },
      podEvents: () => events.told((uid) => pods.find(uid) !== undefined),
      goldpinger: createGoldpinger(client, namespace),
    },
    async close() {
      unfollow();
      events.close();
      look.close();
      clearInterval(flushing);
      clearInterval(looking);
    },
  };
}

function newEpoch(): string {
  return randomBytes(9).toString('base64url');
}

/** Rows of all that is known already; nothing of it has to be told, as a snapshot comes first. */
function rowsOf({ present, infections }: Observer): { pods: PodRows; infections: InfectionWire } {
  const pods = new PodRows();
  const wire = new InfectionWire(pods);
  for (const podder of present.podders.values()) pods.put(podder);
  for (const each of infections.all()) {
    const isGone = pods.find(each.podUid) === undefined;
    wire.put(each, 'all');
    if (isGone) pods.gone(each.podUid);
  }
  wire.take(0);
  pods.take();
  return { pods, infections: wire };
}
