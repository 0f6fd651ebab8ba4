import { describeError } from '@pod-contagion/errors';
import { usageError } from '../errors.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { feedsOf, type Feed, type FeedState } from './feeds.ts';
import { createLag } from './lag.ts';
import { reportedDeparture, summariesOf, type RecoveryReport, type ReportedDeparture } from './report.ts';
import { createTracker } from './tracker.ts';

/** What is watched, and for how long. */
export type WatchRecoveryOptions = Readonly<{
  /** At least one. */
  namespaces: readonly string[];
  /** Label selector of the pods, as kubectl takes it; Deployments and StatefulSets count by the labels of their pods. */
  selector?: string | undefined;
  /** When it ends at the latest, in ms, 1 to 2,147,483,647; default: never. */
  durationMs?: number | undefined;
  /** Ends once something has left, all is back, and has been so for this long, in ms, from 0; default: it does not. */
  settleMs?: number | undefined;
}>;

/** What is told while it lasts. */
export type RecoveryEvent =
  /** All there is has been listed: from now on nothing is missed. */
  | Readonly<{ event: 'watching'; at: string; pods: number; workloads: number }>
  | Readonly<{ event: 'left' | 'back' | 'unneeded'; at: string; departure: ReportedDeparture }>
  | Readonly<{ event: 'broken'; at: string; what: string; message: string }>
  | Readonly<{ event: 'resumed'; at: string; what: string }>;

/** Takes the events; must not throw. */
export type OnRecoveryEvent = (event: RecoveryEvent) => void;

/** How often it is looked whether all has settled, in ms. */
const LOOK_MS = 100;

/** The longest time that a timer holds, in ms. */
const MAX_TIMER_MS = 2_147_483_647;

/**
 * Watches pods, Deployments and StatefulSets, and reports for each that left when it was Ready again. A pod that is
 * deleted is back when the next new pod of the same owner is Ready. Ends after its duration, when all has settled,
 * or by the signal.
 * @throws {ChaosError} CHAOS_USAGE; CHAOS_FORBIDDEN where list or watch is not allowed, at first or later; what else the
 * first lists came to
 */
export async function watchRecovery(
  kube: Kubernetes,
  options: WatchRecoveryOptions,
  signal?: AbortSignal,
  onEvent: OnRecoveryEvent = () => undefined,
): Promise<RecoveryReport> {
  check(options);
  const { namespaces, selector, durationMs, settleMs } = options;
  const startMs = performance.now();
  const startedAtMs = Date.now();
  const now = (): number => performance.now() - startMs;
  const at = (): string => new Date(startedAtMs + now()).toISOString();
  const ending = new AbortController();
  const lag = createLag();
  const present = { pods: new Set<string>(), workloads: new Set<string>() };
  let reason: RecoveryReport['reason'] = 'signal';
  let breaks = 0;
  let lastChangeMs: number | undefined;

  const tracker = createTracker(({ event, departure }) => {
    lastChangeMs = now();
    onEvent({ event, at: at(), departure: reportedDeparture(departure, startedAtMs) });
  });
  /** Hands on what a watch tells, with the time and whether that is exact. */
  const told = <T>(take: (facts: T, atMs: number) => void): ((facts: T) => void) => {
    return (facts) => {
      tracker.lagging(lag.is(now()));
      take(facts, now());
    };
  };
  const [onPod, onWorkload] = [told(tracker.pod), told(tracker.workload)];
  let unlisted = Infinity;
  const feeds = feedsOf(kube, options, {
    pod: (facts) => {
      if (unlisted > 0) present.pods.add(facts.uid);
      onPod(facts);
    },
    podGone: told(tracker.podGone),
    workload: (facts) => {
      if (unlisted > 0) present.workloads.add(facts.uid);
      onWorkload(facts);
    },
    workloadGone: told(tracker.workloadGone),
  });

  unlisted = feeds.length;

  function stateOf({ what }: Feed): FeedState {
    return {
      onListed: () => {
        unlisted--;
        if (unlisted > 0) return;
        onEvent({ event: 'watching', at: at(), pods: present.pods.size, workloads: present.workloads.size });
      },
      onBreak: (error) => {
        breaks++;
        lag.broken(what);
        onEvent({ event: 'broken', at: at(), what, message: describeError(error) });
      },
      onResume: () => {
        lag.resumed(what, now());
        onEvent({ event: 'resumed', at: at(), what });
      },
    };
  }

  function end(why: RecoveryReport['reason']): void {
    if (ending.signal.aborted) return;
    reason = why;
    ending.abort();
  }

  function look(): void {
    if (settleMs === undefined || lastChangeMs === undefined || now() < lastChangeMs + settleMs) return;
    if (tracker.downCount() === 0) end('settled');
  }

  const onAbort = (): void => end('signal');
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort();
  const looks = settleMs === undefined ? undefined : setInterval(look, LOOK_MS);
  const timer = durationMs === undefined ? undefined : setTimeout(() => end('duration'), durationMs);
  try {
    await Promise.all(feeds.map((feed) => feed.follow(stateOf(feed), ending.signal)));
  } finally {
    clearTimeout(timer);
    clearInterval(looks);
    signal?.removeEventListener('abort', onAbort);
    ending.abort();
  }
  const endMs = now();
  const departures = tracker.departures();
  return {
    namespaces,
    selector,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: new Date(startedAtMs + endMs).toISOString(),
    durationMs: Math.round(endMs),
    reason,
    breaks,
    forgotten: tracker.forgotten(),
    summaries: summariesOf(departures),
    departures: departures.map((departure) => reportedDeparture(departure, startedAtMs)),
  };
}

function check({ namespaces, durationMs, settleMs }: WatchRecoveryOptions): void {
  if (namespaces.length === 0 || namespaces.some((name) => !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name))) {
    throw usageError(`expected at least one namespace, all of them names, got ${JSON.stringify(namespaces)}`);
  }
  if (durationMs !== undefined && !(durationMs >= 1 && durationMs <= MAX_TIMER_MS)) {
    throw usageError(`expected a duration from 1 to ${MAX_TIMER_MS} ms, got ${durationMs}`);
  }
  if (settleMs !== undefined && !(settleMs >= 0 && settleMs <= MAX_TIMER_MS)) {
    throw usageError(`expected a time to settle from 0 to ${MAX_TIMER_MS} ms, got ${settleMs}`);
  }
}
