import type { ApiClient } from '@pod-contagion/cluster-client/requests';
import type { Observer } from '@pod-contagion/epidemic/feed';
import { describeError } from '@pod-contagion/errors';
import type { Status, Trouble } from '../../protocol/snapshot.ts';
import { AROUND_INTERVAL_MS, AROUND_LIMIT_MS, LOOK_INTERVAL_MS } from '../limits.ts';
import type { Place } from '../../protocol/commands.ts';
import { lookAround, NOTHING_KNOWN, type Surroundings } from './surroundings.ts';
import { troubleOfBreak, troubleOfError, troubleOfSight } from './trouble.ts';

/** Where it is looked. */
type Looked = Readonly<{ client: ApiClient; observer: Observer; place: Place }>;

/** How a cluster is doing, at any time; whoever listens is told when that changes. */
export type StatusLook = Readonly<{ status: () => Status; close: () => void }>;

/** Looks at an observation once a second, and around it where nothing is to be seen. */
export function createStatusLook(
  { client, observer, place }: Looked,
  onStatus: (status: Status) => void,
): StatusLook {
  const ending = new AbortController();
  const beganMs = Date.now();
  /** Restarts that were there before anybody looked; undefined before the first list. */
  let restartsBefore: number | undefined = observer.watch.isListed ? observer.present.restarts : undefined;
  let around: Surroundings | undefined;
  let lookedAtMs = -Infinity;
  let last = '';

  const unfollow = observer.follow({
    // The first list is over.
    onResume() {
      if (observer.watch.isListed) restartsBefore ??= observer.present.restarts;
    },
  });

  function trouble(): Trouble | null {
    const { watch, present, infections } = observer;
    const { broken, isListed } = watch;
    if (broken !== undefined) {
      return isListed
        ? troubleOfBreak(broken.error, place, broken.sinceMs)
        : troubleOfError(broken.error, place);
    }
    if (!isListed) return null;
    const { podders, ready, restarts, waitingReasons } = present;
    if (podders.size === 0 && around === undefined) return null;
    const [first] = podders.values();
    return troubleOfSight(
      {
        pods: podders.size,
        ready,
        infections: infections.size,
        restarts,
        restartsBefore: restartsBefore ?? 0,
        waitingReasons,
        owner: first?.owner ?? '',
        hasTold: observer.hasTold,
        unreached: observer.asked().unreached,
      },
      around ?? NOTHING_KNOWN,
      place,
    );
  }

  function status(): Status {
    const { watch, missedEnds } = observer;
    const { broken, isListed, heardAtMs } = watch;
    const { way, count } = observer.asked();
    const state = !isListed ? 'waiting' : broken === undefined ? 'live' : 'broken';
    return {
      state,
      ageMs: Date.now() - (heardAtMs ?? beganMs),
      message: broken === undefined ? null : describeError(broken.error),
      trouble: trouble(),
      asked: count,
      by: way,
      missed: missedEnds,
    };
  }

  async function look(): Promise<void> {
    const { watch, present } = observer;
    const isNobody = watch.isListed && watch.broken === undefined && present.podders.size === 0;
    if (isNobody && performance.now() - lookedAtMs > AROUND_INTERVAL_MS) {
      lookedAtMs = performance.now();
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(AROUND_LIMIT_MS)]);
      around = await lookAround(client, place.namespace, signal);
      if (ending.signal.aborted) return;
    }
    const { ageMs: _, asked: __, ...rest } = status();
    const text = JSON.stringify(rest);
    if (text !== last) onStatus(status());
    last = text;
  }

  const timer = setInterval(() => void look(), LOOK_INTERVAL_MS);
  return {
    status,
    close() {
      ending.abort();
      unfollow();
      clearInterval(timer);
    },
  };
}
