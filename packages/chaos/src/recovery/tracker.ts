import type { Departure, Leaving } from './departure.ts';
import type { PodFacts, WorkloadFacts } from './facts.ts';

/** What the tracker notices. */
export type Change = Readonly<{ event: 'left' | 'back' | 'unneeded'; departure: Departure }>;

/** Finds out from pods and workloads what left and when it was back. Times never decrease. */
export type Tracker = Readonly<{
  pod: (facts: PodFacts, atMs: number) => void;
  podGone: (uid: string, atMs: number) => void;
  workload: (facts: WorkloadFacts, atMs: number) => void;
  workloadGone: (uid: string, atMs: number) => void;
  /** What is told until further notice may have happened earlier. */
  lagging: (isLagging: boolean) => void;
  /** The last `MAX_DEPARTURES` that are over, and all that are down, in the order in which they left. */
  departures: () => readonly Departure[];
  /** How many are down and may come back. */
  downCount: () => number;
  /** How many were over and are not kept any more. */
  forgotten: () => number;
}>;

/** How many departures that are over are kept, and how many that are not; beyond, the oldest is forgotten. */
export const MAX_DEPARTURES = 10_000;

type Pod = { facts: PodFacts; up: boolean; everUp: boolean };

/** Makes a tracker that knows nothing; `onChange` is told of each change as it is noticed. */
export function createTracker(onChange: (change: Change) => void = () => undefined): Tracker {
  const pods = new Map<string, Pod>();
  const workloads = new Map<string, WorkloadFacts>();
  /** How many pods are Ready, by what owns them. */
  const readyByLine = new Map<string, number>();
  /** By uid of what left. */
  const down = new Map<string, Departure>();
  const over: Departure[] = [];
  let forgotten = 0;
  let lagging = false;

  function leave(
    subject: Omit<Departure, 'leftAtMs' | 'state' | 'backAtMs' | 'replacement' | 'inexact'>,
    atMs: number,
  ): void {
    const departure: Departure = {
      ...subject,
      leftAtMs: atMs,
      state: 'down',
      backAtMs: undefined,
      replacement: undefined,
      inexact: lagging,
    };
    if (down.size >= MAX_DEPARTURES) {
      const [oldest] = down.keys();
      if (oldest !== undefined) down.delete(oldest);
      forgotten++;
    }
    down.set(subject.uid, departure);
    onChange({ event: 'left', departure });
  }

  function end(departure: Departure, state: 'back' | 'unneeded', atMs: number, replacement?: string): void {
    const ended: Departure = {
      ...departure,
      state,
      backAtMs: state === 'back' ? atMs : undefined,
      replacement,
      inexact: departure.inexact || lagging,
    };
    down.delete(departure.uid);
    over.push(ended);
    if (over.length > MAX_DEPARTURES) {
      over.shift();
      forgotten++;
    }
    onChange({ event: state, departure: ended });
  }

  function leavePod({ namespace, name, uid, owner }: PodFacts, how: Leaving, atMs: number): void {
    leave({ kind: 'Pod', namespace, name, uid, owner, how }, atMs);
  }

  function setUp(known: Pod, up: boolean): void {
    if (known.up === up) return;
    known.up = up;
    known.everUp ||= up;
    const line = lineOf(known.facts);
    const ready = (readyByLine.get(line) ?? 0) + (up ? 1 : -1);
    if (ready === 0) readyByLine.delete(line);
    else readyByLine.set(line, ready);
  }

  /** A pod is Ready for the first time: it takes the place of the one that has been gone for longest. */
  function fillPlace(facts: PodFacts, atMs: number): void {
    for (const departure of down.values()) {
      if (!isForGood(departure) || lineOf(departure) !== lineOf(facts)) continue;
      // A StatefulSet has no replicas that could stand in for one another.
      if (facts.owner?.startsWith('StatefulSet/') === true && departure.name !== facts.name) continue;
      end(departure, 'back', atMs, facts.name);
      return;
    }
  }

  /** Where a workload has as many Ready pods as it wants, no other will come for those that are gone for good. */
  function settle(line: string, atMs: number): void {
    const wanted = [...workloads.values()].find((each) => lineOfWorkload(each) === line)?.wanted;
    if (wanted === undefined || (readyByLine.get(line) ?? 0) < wanted) return;
    for (const departure of down.values()) {
      if (isForGood(departure) && lineOf(departure) === line) end(departure, 'unneeded', atMs);
    }
  }

  function pod(facts: PodFacts, atMs: number): void {
    const known = pods.get(facts.uid);
    const before = known?.facts;
    const now: Pod = known ?? { facts, up: false, everUp: false };
    const wasUp = now.up;
    const isNew = !now.everUp;
    now.facts = facts;
    pods.set(facts.uid, now);
    setUp(now, facts.ready && !facts.terminating && facts.ended === undefined);
    const departure = down.get(facts.uid);
    if (now.up) {
      if (departure !== undefined) end(departure, 'back', atMs);
      else if (isNew) fillPlace(facts, atMs);
      else if (before !== undefined && facts.restarts > before.restarts) {
        leavePod(facts, 'restarted', atMs);
        const restarted = down.get(facts.uid);
        if (restarted !== undefined) end(restarted, 'back', atMs);
      }
    } else if (facts.ended === 'done' && !facts.terminating) {
      // It has done its work; nobody misses it.
      if (departure !== undefined) end(departure, 'unneeded', atMs);
    } else if (wasUp) leavePod(facts, howOf(facts), atMs);
    else if (departure !== undefined && !isForGood(departure) && howOf(facts) !== 'not-ready') {
      down.set(facts.uid, { ...departure, how: howOf(facts) });
    }
    settle(lineOf(facts), atMs);
  }

  function podGone(uid: string, atMs: number): void {
    const known = pods.get(uid);
    if (known === undefined) return;
    const wasUp = known.up;
    setUp(known, false);
    pods.delete(uid);
    const departure = down.get(uid);
    if (wasUp) leavePod(known.facts, 'deleted', atMs);
    else if (departure !== undefined && !isForGood(departure))
      down.set(uid, { ...departure, how: 'deleted' });
    settle(lineOf(known.facts), atMs);
  }

  function workload(facts: WorkloadFacts, atMs: number): void {
    const before = workloads.get(facts.uid);
    workloads.set(facts.uid, facts);
    const departure = down.get(facts.uid);
    const isFull = facts.ready >= facts.wanted;
    if (departure !== undefined) {
      if (isFull) end(departure, 'back', atMs);
    } else if (before !== undefined && !isFull && facts.ready < before.ready) {
      const { kind, namespace, name, uid } = facts;
      leave({ kind, namespace, name, uid, owner: undefined, how: 'replicas' }, atMs);
    }
    settle(lineOfWorkload(facts), atMs);
  }

  function workloadGone(uid: string, atMs: number): void {
    const known = workloads.get(uid);
    if (known === undefined) return;
    // Nothing is wanted of what is deleted as a whole.
    workload({ ...known, wanted: 0 }, atMs);
    const departure = down.get(uid);
    if (departure !== undefined) end(departure, 'unneeded', atMs);
    workloads.delete(uid);
  }

  return {
    pod,
    podGone,
    workload,
    workloadGone,
    lagging: (isLagging) => {
      lagging = isLagging;
    },
    departures: () => [...over, ...down.values()].toSorted((one, other) => one.leftAtMs - other.leftAtMs),
    downCount: () => down.size,
    forgotten: () => forgotten,
  };
}

/** Pods of one line stand in for one another; a bare pod only for one of its name. */
function lineOf({
  namespace,
  name,
  owner,
}: Readonly<{ namespace: string; name: string; owner: string | undefined }>): string {
  return `${namespace}/${owner ?? `Pod/${name}`}`;
}

function lineOfWorkload({ namespace, kind, name }: WorkloadFacts): string {
  return `${namespace}/${kind}/${name}`;
}

function howOf({ terminating, ended }: PodFacts): 'deleted' | 'failed' | 'not-ready' {
  if (terminating) return 'deleted';
  return ended === 'failed' ? 'failed' : 'not-ready';
}

/** Whether it can't come back itself. */
function isForGood({ kind, how }: Departure): boolean {
  return kind === 'Pod' && (how === 'deleted' || how === 'failed');
}
