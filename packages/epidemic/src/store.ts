import { NO_COUNTS, NO_EPIDEMIC, type Condition, type Epidemic, type Podder } from './epidemic.ts';
import type { EpidemicEvent } from './events.ts';
import { EndCount } from './end-count.ts';
import { InfectionRows, type InfectionLog, type OnInfection } from './infection-log.ts';
import type { Observation, PodSight } from './observation.ts';
import { readReport, type Report } from './report.ts';
import { afterReport, afterSight, isEqual } from './rules.ts';

/** What is known of one epidemic, changed in place by each observation. */
export type EpidemicStore = Readonly<{
  /**
   * Containers that must have ended, by the restarts of their pods, without anybody having seen it: of infections in them nothing is
   * known.
   */
  readonly missedEnds: number;
  /** The epidemic as it is known now; the same object until something changes. */
  readonly present: Epidemic;
  readonly infections: InfectionLog;
  /** Learns something at a time in ms since 1970. Returns what happened; undefined where nothing has changed. */
  observe: (observation: Observation, atMs: number) => readonly EpidemicEvent[] | undefined;
}>;

/** What a store is made with; all may be left out. */
export type StoreOptions = Readonly<{
  /** Bounds what is remembered of infections. */
  maxInfections?: number;
  /** Told of each podder that has changed, is new or is gone; before `observe` returns. */
  onPodder?: ((before: Podder | undefined, now: Podder | undefined) => void) | undefined;
  /** Told of each infection that is new, or of which more is known than how often it sneezed. */
  onInfection?: OnInfection | undefined;
}>;

/** Makes a store that knows nothing yet. */
export function createEpidemicStore(options: StoreOptions = {}): EpidemicStore {
  const podders = new Map<string, Podder>();
  const counts: Record<Condition, number> = { ...NO_COUNTS };
  const infections = new InfectionRows(options.maxInfections, options.onInfection);
  const ends = new EndCount();
  /** How many podders have how many restarts: the most is known without looking at all of them. */
  const byRestarts = new Map<number, number>();
  const byReason = new Map<string, number>();
  const totals = { ready: 0, restarts: 0, mostRestarts: 0, generations: 0, infections: 0 };
  let present: Epidemic | undefined = NO_EPIDEMIC;

  function count({ condition, ready, restarts, waitingReason }: Podder, by: 1 | -1): void {
    counts[condition] += by;
    if (ready) totals.ready += by;
    totals.restarts += by * restarts;
    add(byRestarts, restarts, by);
    if (waitingReason !== undefined) add(byReason, waitingReason, by);
    totals.mostRestarts = Math.max(totals.mostRestarts, restarts);
  }

  /** Puts a podder in place of what it was; undefined on either side where there is none. */
  function replace(before: Podder | undefined, podder: Podder | undefined): void {
    if (before !== undefined) count(before, -1);
    if (podder !== undefined) count(podder, 1);
    if (podder !== undefined) podders.set(podder.uid, podder);
    else if (before !== undefined) podders.delete(before.uid);
    options.onPodder?.(before, podder);
    while (totals.mostRestarts > 0 && !byRestarts.has(totals.mostRestarts)) totals.mostRestarts--;
  }

  function settle(
    before: Podder | undefined,
    podder: Podder,
    events: readonly EpidemicEvent[],
  ): readonly EpidemicEvent[] | undefined {
    if (before !== undefined && events.length === 0 && isEqual(before, podder)) return undefined;
    replace(before, podder);
    for (const each of events) {
      if (each.event !== 'infected') continue;
      totals.infections++;
      totals.generations = Math.max(totals.generations, each.generation ?? 0);
    }
    return changed(events);
  }

  function changed(events: readonly EpidemicEvent[]): readonly EpidemicEvent[] {
    present = undefined;
    return events;
  }

  /** Logs the end of a container that is news; gives its last words. */
  function logEnd(
    before: Podder | undefined,
    { uid, name, lastEnd }: PodSight,
    atMs: number,
  ): Report | undefined {
    if (lastEnd === undefined || lastEnd.containerId === before?.endedContainerId) return undefined;
    const host = { podUid: uid, pod: name, containerId: lastEnd.containerId };
    const lastWords = lastEnd.message === undefined ? undefined : readReport(lastEnd.message);
    if (lastWords !== undefined) infections.told(host, lastWords);
    // Kubernetes tells whole seconds.
    infections.ended(host, lastWords?.endedAtMs ?? lastEnd.atMs ?? atMs);
    return lastWords;
  }

  /** Learns of former lives, which are counted but no events of now; says whether one of them was news. */
  function learnLives({ uid, name }: Podder, { lives }: Report): boolean {
    if (lives === undefined) return false;
    ends.told(uid);
    const news = lives.filter((life) => infections.lived(uid, name, life));
    totals.infections += news.length;
    for (const { generation } of news) totals.generations = Math.max(totals.generations, generation ?? 0);
    return news.length > 0;
  }

  return {
    get present() {
      present ??= Object.freeze({
        podders,
        counts: Object.freeze({ ...counts }),
        waitingReasons: Object.freeze(Object.fromEntries(byReason)),
        ...totals,
      });
      return present;
    },
    infections,
    get missedEnds() {
      return ends.missed;
    },
    observe(observation, atMs) {
      switch (observation.type) {
        case 'pod': {
          const { pod } = observation;
          const before = podders.get(pod.uid);
          const lastWords = logEnd(before, pod, atMs);
          ends.see(before, pod);
          if (pod.containerId !== undefined) infections.replaced(pod.uid, pod.containerId, atMs);
          const { podder, events } = afterSight(before, pod, lastWords);
          return settle(before, podder, events);
        }
        case 'gone': {
          const before = podders.get(observation.uid);
          if (before === undefined) return undefined;
          infections.gone(before.uid, atMs);
          ends.forget(before.uid);
          replace(before, undefined);
          return changed([{ event: 'deleted', pod: before.name }]);
        }
        case 'report': {
          const { uid, containerId, report } = observation;
          const before = podders.get(uid);
          // A report counts only for the container it was asked of.
          if (before === undefined || before.containerId !== containerId) return undefined;
          const hasLearnt = learnLives(before, report);
          infections.told({ podUid: uid, pod: before.name, containerId }, report);
          const { podder, events } = afterReport(before, report);
          return settle(before, podder, events) ?? (hasLearnt ? changed(events) : undefined);
        }
      }
    },
  };
}

function add<Key>(counts: Map<Key, number>, key: Key, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
