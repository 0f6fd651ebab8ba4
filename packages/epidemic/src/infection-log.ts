import { CLOCK_MARGIN_MS, LATE_SNEEZE_MS, MAX_INFECTIONS } from './limits.ts';
import type { Report, Sneezes } from './report.ts';

/**
 * Who infected somebody: the id of that infection; `none` for patient zero; `unknown` where nobody said, or nothing that is
 * remembered fits.
 */
export type Parent = number | 'none' | 'unknown';

/** One infection: a container of a pod, once. */
export type Infection = Readonly<{
  /** Counts up from 0 over all that were ever kept. */
  id: number;
  podUid: string;
  pod: string;
  containerId: string;
  strain: string | null;
  generation: number | null;
  /** The pod that sneezed at it, as it said. */
  from: string | null;
  parent: Parent;
  /** In ms since 1970, by the podder's clock; undefined where nobody has said. */
  exposedAtMs: number | undefined;
  symptomaticAtMs: number | undefined;
  endedAtMs: number | undefined;
  sneezes: Sneezes | undefined;
}>;

/** Told of one that is new, or of which more is known: all of it, or only what came of it. */
export type OnInfection = (infection: Infection, part: 'all' | 'course') => void;

type Row = { -readonly [Field in keyof Infection]: Infection[Field] };

/** All infections that are known, of pods and containers that are gone as well. */
export type InfectionLog = Readonly<{
  /** How many are kept. */
  readonly size: number;
  /** One by its id; undefined where it is not, or no longer, kept. */
  get: (id: number) => Infection | undefined;
  /** From the oldest that is kept; they change as more is learned. */
  all: () => Iterable<Infection>;
}>;

/** What is known of the container that is ill, or has been. */
type Host = Readonly<{ podUid: string; pod: string; containerId: string }>;

/** The log with the ways to write it, which the store alone has. */
export class InfectionRows implements InfectionLog {
  #rows: Row[] = [];
  #firstId = 0;
  readonly #limit: number;
  /** Infections by pod and container, while that lives. */
  readonly #open = new Map<string, Map<string, Row>>();
  /** Infections by the name of their pod, and those that wait for one of a pod of that name. */
  readonly #byPod = new Map<string, Row[]>();
  readonly #orphans = new Map<string, Row[]>();
  /** Those that are said to come from one of which it is not known yet when its symptoms began, by its id. */
  readonly #supposed = new Map<number, Row[]>();

  readonly #onChange: OnInfection;

  /** `onChange` is told of each that is new, or of which more is known than how often it sneezed. */
  constructor(limit: number = MAX_INFECTIONS, onChange: OnInfection = () => undefined) {
    this.#limit = limit;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#rows.length;
  }

  get(id: number): Infection | undefined {
    return this.#rows[id - this.#firstId];
  }

  all(): Iterable<Infection> {
    return this.#rows.values();
  }

  /** A podder told that it is ill, for the first time or again. */
  told(host: Host, report: Report): void {
    if (report.state === 'susceptible') return;
    const known = this.#open.get(host.podUid)?.get(host.containerId);
    const row = known ?? this.#add(host, report);
    const { exposedAtMs, symptomaticAtMs } = row;
    row.exposedAtMs ??= report.exposedAtMs;
    row.symptomaticAtMs ??= report.symptomaticAtMs;
    row.sneezes = report.sneezes ?? row.sneezes;
    if (row.symptomaticAtMs !== symptomaticAtMs) this.#verify(row);
    if (known === undefined || row.exposedAtMs !== exposedAtMs) this.#onChange(row, 'all');
    else if (row.symptomaticAtMs !== symptomaticAtMs) this.#onChange(row, 'course');
  }

  /** A container ended, ill or not. */
  ended({ podUid, containerId }: Host, atMs: number): void {
    const row = this.#open.get(podUid)?.get(containerId);
    if (row === undefined) return;
    row.endedAtMs = atMs;
    this.#onChange(row, 'course');
    this.#close(row);
  }

  /** Another container of a pod runs: those before it have ended by now, where nobody said when. */
  replaced(podUid: string, containerId: string, atMs: number): void {
    for (const each of this.#open.get(podUid)?.keys() ?? []) {
      if (each !== containerId) this.ended({ podUid, pod: '', containerId: each }, atMs);
    }
  }

  /**
   * A podder told of a former life of its pod. Says whether nobody had heard of that: a podder does not know which container it was, so
   * it is known again by when it was infected.
   */
  lived(podUid: string, pod: string, life: Report): boolean {
    const { exposedAtMs, symptomaticAtMs, endedAtMs, sneezes } = life;
    if (life.state === 'susceptible' || exposedAtMs === undefined) return false;
    const known = this.#byPod
      .get(pod)
      ?.findLast((row) => row.podUid === podUid && row.exposedAtMs === exposedAtMs);
    if (known !== undefined && known.endedAtMs === endedAtMs) return false;
    // It may have been forgotten, and would be news each time that it is told.
    if (known === undefined && this.#firstId > 0 && exposedAtMs < (this.#rows[0]?.exposedAtMs ?? 0))
      return false;
    const row = known ?? this.#add({ podUid, pod, containerId: '' }, life);
    row.symptomaticAtMs ??= symptomaticAtMs;
    row.sneezes = sneezes ?? row.sneezes;
    row.endedAtMs = endedAtMs;
    this.#verify(row);
    this.#close(row);
    this.#onChange(row, known === undefined ? 'all' : 'course');
    return known === undefined;
  }

  /** A pod is gone, and all that was in it. */
  gone(podUid: string, atMs: number): void {
    for (const row of this.#open.get(podUid)?.values() ?? []) {
      row.endedAtMs = atMs;
      this.#supposed.delete(row.id);
      this.#onChange(row, 'course');
    }
    this.#open.delete(podUid);
  }

  #close({ id, podUid, containerId }: Row): void {
    this.#supposed.delete(id);
    const ofPod = this.#open.get(podUid);
    ofPod?.delete(containerId);
    if (ofPod?.size === 0) this.#open.delete(podUid);
  }

  #add({ podUid, pod, containerId }: Host, report: Report): Row {
    const { strain, generation, from } = report;
    const row: Row = {
      id: this.#firstId + this.#rows.length,
      podUid,
      pod,
      containerId,
      strain,
      generation,
      from,
      parent: generation === 0 ? 'none' : 'unknown',
      // All of its course that is known: by that it is found who infected whom.
      exposedAtMs: report.exposedAtMs,
      symptomaticAtMs: report.symptomaticAtMs,
      endedAtMs: report.endedAtMs,
      sneezes: undefined,
    };
    this.#rows.push(row);
    const ofPod = this.#open.get(podUid) ?? new Map<string, Row>();
    this.#open.set(podUid, ofPod.set(containerId, row));
    push(this.#byPod, pod, row);
    if (row.parent === 'unknown' && from !== null) this.#findParent(row, from);
    this.#adopt(row);
    if (this.#rows.length > this.#limit) this.#forget(Math.ceil(this.#limit / 10));
    return row;
  }

  #findParent(row: Row, from: string): void {
    const parent = parentOf(row, this.#byPod.get(from) ?? []);
    if (parent !== undefined) this.#attach(row, parent);
    // One that fits better may become known later.
    if (parent === undefined || fitOf(row, parent) === FIT.late) push(this.#orphans, from, row);
  }

  #attach(child: Row, parent: Row): void {
    child.parent = parent.id;
    if (parent.symptomaticAtMs !== undefined || parent.endedAtMs !== undefined) return;
    const supposed = this.#supposed.get(parent.id);
    if (supposed === undefined) this.#supposed.set(parent.id, [child]);
    else supposed.push(child);
  }

  /** Its symptoms began later than was supposed: who was ill before that came from an earlier infection of that pod. */
  #verify({ id, pod }: Row): void {
    const supposed = this.#supposed.get(id);
    if (supposed === undefined) return;
    this.#supposed.delete(id);
    for (const child of supposed) {
      if (parentOf(child, this.#byPod.get(pod) ?? [])?.id === id) continue;
      child.parent = 'unknown';
      this.#findParent(child, pod);
      this.#onChange(child, 'all');
    }
  }

  /** Those that it infected may have been asked before it was. */
  #adopt(row: Row): void {
    const waiting = this.#orphans.get(row.pod);
    if (waiting === undefined) return;
    const left = waiting.filter((child) => {
      const fit = fitOf(child, row);
      if (fit === FIT.none || (fit === FIT.late && child.parent !== 'unknown')) return true;
      this.#attach(child, row);
      this.#onChange(child, 'all');
      return fit === FIT.late;
    });
    if (left.length === 0) this.#orphans.delete(row.pod);
    else this.#orphans.set(row.pod, left);
  }

  /**
   * Those that are not over stay known by their pods: else they would be new when they are told of again, and whom they infect would
   * come from nowhere.
   */
  #forget(count: number): void {
    this.#rows = this.#rows.slice(count);
    this.#firstId += count;
    const isKept = (row: Row): boolean => row.id >= this.#firstId;
    retain(this.#orphans, isKept);
    for (const id of this.#supposed.keys()) if (id < this.#firstId) this.#supposed.delete(id);
    retain(this.#byPod, (row) => isKept(row) || this.#open.get(row.podUid)?.get(row.containerId) === row);
  }
}

/** How well an infection fits as that from which another one came: the higher, the better. */
const FIT = {
  none: 0,
  /** It had ended just before: a podder that is busy reads a sneeze late. */
  late: 1,
  /** It was there, and nobody has said yet when its symptoms began. */
  possible: 2,
  /** It was there with symptoms. */
  good: 3,
} as const;

/**
 * An infection from which another one came is of the same strain and the generation before, was there in time and had not ended by
 * then. What nobody said excludes nothing, but without a generation on both sides nothing is known.
 */
function fitOf(child: Row, row: Row): (typeof FIT)[keyof typeof FIT] {
  const at = child.exposedAtMs ?? Infinity;
  const isPossible =
    row !== child &&
    row.strain === child.strain &&
    row.generation !== null &&
    row.generation + 1 === child.generation &&
    (row.symptomaticAtMs ?? row.exposedAtMs ?? -Infinity) <= at + CLOCK_MARGIN_MS;
  if (!isPossible) return FIT.none;
  const endedAgoMs = child.exposedAtMs === undefined ? 0 : at - (row.endedAtMs ?? Infinity);
  if (endedAgoMs > CLOCK_MARGIN_MS) return endedAgoMs > LATE_SNEEZE_MS ? FIT.none : FIT.late;
  return row.symptomaticAtMs === undefined ? FIT.possible : FIT.good;
}

/** The infection of a pod from which another one came: the latest of those that fit best. */
function parentOf(child: Row, candidates: readonly Row[]): Row | undefined {
  let [parent, best]: [Row | undefined, number] = [undefined, FIT.none];
  for (const row of candidates) {
    const fit = fitOf(child, row);
    if (fit > FIT.none && fit >= best) [parent, best] = [row, fit];
  }
  return parent;
}

function retain(index: Map<string, Row[]>, isWanted: (row: Row) => boolean): void {
  for (const [name, rows] of index) {
    const left = rows.filter(isWanted);
    if (left.length === 0) index.delete(name);
    else if (left.length < rows.length) index.set(name, left);
  }
}

function push(index: Map<string, Row[]>, name: string, row: Row): void {
  const rows = index.get(name);
  if (rows === undefined) index.set(name, [row]);
  else rows.push(row);
}
