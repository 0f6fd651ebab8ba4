import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import { watchResource } from '@pod-contagion/cluster-client/watching';
import type { Epidemic, Podder } from '../epidemic.ts';
import type { EpidemicEvent } from '../events.ts';
import type { InfectionLog, OnInfection } from '../infection-log.ts';
import { MAX_POLLS_IN_FLIGHT, MAX_PROXIED_IN_FLIGHT, WATCH_AGAIN_MS, WATCH_PULSE_MS } from '../limits.ts';
import type { Observation } from '../observation.ts';
import { readPod, type PodFacts, type PodObject } from '../pod-facts.ts';
import { readReport } from '../report.ts';
import { createEpidemicStore } from '../store.ts';
import { createAskPodder } from './ask-podder.ts';
import { createAskThroughProxy } from './ask-through-proxy.ts';
import { createPoller } from './poller.ts';
import { createReach, type Reach, type Way } from './reach.ts';
import { infectionsThatFit } from './room.ts';

/** Which pods are watched. */
export type Observed = Readonly<{ namespace: string; labelSelector: string }>;

/** Who is told. */
export type EpidemicListener = Readonly<{
  /** Told of every change: the epidemic as it is now, and what happened. */
  onChange: (epidemic: Epidemic, events: readonly EpidemicEvent[]) => void;
  /** Told that the watch broke and is tried again. */
  onBreak: (error: unknown) => void;
}>;

/** Who follows it besides, and what is told there one by one. */
export type EpidemicFollower = Readonly<{
  /** A pod as it was seen, before anything is made of it. */
  onPod?: (pod: PodFacts) => void;
  onPodder?: (before: Podder | undefined, now: Podder | undefined) => void;
  onInfection?: OnInfection;
  onBreak?: (error: unknown) => void;
  /** The watch runs, for the first time or again. */
  onResume?: () => void;
}>;

/** How the watch is doing. */
export type WatchState = Readonly<{
  /** Before the first list nothing is known. */
  isListed: boolean;
  /** When the API server last said something of pods, in ms since 1970; undefined where it never did. */
  heardAtMs: number | undefined;
  /** Why the watch is broken, and since when; undefined while it runs. */
  broken: Readonly<{ error: unknown; sinceMs: number }> | undefined;
}>;

/** An observation under way. */
export type Observer = Readonly<{
  /** The epidemic as it is known now. */
  readonly present: Epidemic;
  readonly infections: InfectionLog;
  readonly missedEnds: number;
  readonly watch: WatchState;
  /** Whether anybody ever told how it is, be it well, when it was asked or at its end: ours do, original podders do not. */
  readonly hasTold: boolean;
  /** How podders are asked, how many of them answered in the last seconds, and why none can be. */
  asked: () => Readonly<{ way: Way; count: number; unreached: Reach['unreached'] }>;
  /** Tells somebody else, too; returns how to end that. */
  follow: (follower: EpidemicFollower) => () => void;
  close: () => Promise<void>;
}>;

/**
 * Follows an epidemic: pods by a watch on them, infections by asking the podders, once a second each, at their own
 * address, or through the API server where that is the only way.
 */
export function observeEpidemic(
  client: ApiClient,
  { namespace, labelSelector }: Observed,
  { onChange, onBreak }: EpidemicListener,
): Observer {
  const followers = new Set<EpidemicFollower>();
  const store = createEpidemicStore({
    maxInfections: infectionsThatFit(),
    onPodder(before, now) {
      for (const each of followers) each.onPodder?.(before, now);
    },
    onInfection(infection, part) {
      for (const each of followers) each.onInfection?.(infection, part);
    },
  });
  const ending = new AbortController();
  const asking = createAskPodder();
  const reach = createReach({ address: asking.ask, proxy: createAskThroughProxy(client, namespace) });
  const poller = createPoller({
    ask: reach.ask,
    onReport({ uid, containerId }, report) {
      hasTold = true;
      learn({ type: 'report', uid, containerId, report });
    },
    maxInFlight: () => (reach.way === 'proxy' ? MAX_PROXIED_IN_FLIGHT : MAX_POLLS_IN_FLIGHT),
  });
  let isListed = false;
  let hasTold = false;
  let heardAtMs: number | undefined;
  let broken: WatchState['broken'];

  function learn(observation: Observation): void {
    const events = store.observe(observation, Date.now());
    if (events !== undefined) onChange(store.present, events);
  }

  function heard(): void {
    heardAtMs = Date.now();
  }

  function meet(pod: PodFacts): void {
    heard();
    for (const each of followers) each.onPod?.(pod);
    learn({ type: 'pod', pod });
    const { uid, name, containerId, healthAddress, healthPort, ready, lastEnd } = pod;
    hasTold ||= readReport(lastEnd?.message ?? '') !== undefined;
    if (containerId === undefined || healthAddress === undefined) poller.remove(uid);
    else poller.add({ uid, containerId, ...healthAddress, pod: name, podPort: healthPort, isReady: ready });
  }

  function runs(): void {
    heard();
    broken = undefined;
    for (const each of followers) each.onResume?.();
  }

  const watching = watchResource<PodObject>(
    client,
    {
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`,
      query: labelSelector === '' ? {} : { labelSelector },
    },
    {
      onObject: (pod) => meet(readPod(pod)),
      onGone(uid, last) {
        // What was deleted may have said its last words with that.
        if (last !== undefined) meet(readPod(last));
        poller.remove(uid);
        learn({ type: 'gone', uid });
      },
      onListed() {
        isListed = true;
        runs();
      },
      onResume: runs,
      onBreak(error) {
        broken = { error, sinceMs: broken?.sinceMs ?? Date.now() };
        onBreak(error);
        for (const each of followers) each.onBreak?.(error);
      },
    },
    ending.signal,
    { retryMs: WATCH_AGAIN_MS, pulseMs: WATCH_PULSE_MS, onHeard: heard },
  );

  return {
    get present() {
      return store.present;
    },
    infections: store.infections,
    get missedEnds() {
      return store.missedEnds;
    },
    get watch() {
      return { isListed, heardAtMs, broken };
    },
    get hasTold() {
      return hasTold;
    },
    asked: () => ({ way: reach.way, count: poller.answering(), unreached: reach.unreached }),
    follow(follower) {
      // A wrapper of its own for each, so that one who follows twice is told twice.
      const entry = { ...follower };
      followers.add(entry);
      return () => void followers.delete(entry);
    },
    async close() {
      ending.abort();
      poller.close();
      await Promise.all([watching, asking.close()]);
    },
  };
}
