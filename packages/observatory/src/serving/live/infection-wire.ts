import type { Infection } from '@pod-contagion/epidemic';
import { PARENT_NONE, PARENT_UNKNOWN, UNKNOWN } from '../../protocol/codes.ts';
import type { InfectionCourse, InfectionRow } from '../../protocol/frame.ts';
import type { InfectionColumns } from '../../protocol/snapshot.ts';
import { MAX_STRAINS } from '../limits.ts';
import type { PodRows } from './pod-rows.ts';
import { emptyInfections } from '../../snapshots/empty-snapshot.ts';

/** Infections as they are sent: with numbers of pods and strains, and which of them have changed since the last frame. */
export class InfectionWire {
  readonly #pods: PodRows;
  readonly #strains = new Map<string, number>();
  readonly #freshStrains: string[] = [];
  readonly #all = new Map<number, Infection>();
  readonly #courses = new Map<number, Infection>();
  /** How many there ever were, and the highest generation. */
  count = 0;
  generations = 0;

  constructor(pods: PodRows) {
    this.#pods = pods;
  }

  get hasChanged(): boolean {
    return this.#all.size > 0 || this.#courses.size > 0;
  }

  get strains(): readonly string[] {
    return [...this.#strains.keys()];
  }

  /** Learns that one is new, or that more is known of it. */
  put(infection: Infection, part: 'all' | 'course'): void {
    const { id, podUid, pod, generation, strain } = infection;
    if (part === 'course' && !this.#all.has(id)) {
      this.#courses.set(id, infection);
      return;
    }
    this.#courses.delete(id);
    this.#all.set(id, infection);
    this.#pods.numberOf(podUid, pod);
    this.#strainOf(strain);
    this.count = Math.max(this.count, id + 1);
    this.generations = Math.max(this.generations, generation ?? 0);
  }

  /** What has changed since it was taken last; times are before `tMs`. */
  take(tMs: number): Readonly<{
    strains?: readonly string[];
    inf?: readonly InfectionRow[];
    course?: readonly InfectionCourse[];
  }> {
    // In the order of their numbers, as whoever keeps them adds each at its end.
    const all = [...this.#all.values()].toSorted((one, other) => one.id - other.id);
    const inf = all.map((each) => this.#row(each, tMs));
    const course = [...this.#courses.values()].map((each) => courseOf(each, tMs));
    const strains = this.#freshStrains.splice(0);
    this.#all.clear();
    this.#courses.clear();
    return {
      ...(strains.length === 0 ? {} : { strains }),
      ...(inf.length === 0 ? {} : { inf }),
      ...(course.length === 0 ? {} : { course }),
    };
  }

  /** All that are kept. In one loop, as there may be very many, and everybody waits for it. */
  columns(infections: Iterable<Infection>): InfectionColumns {
    let first: number | undefined;
    const columns = emptyInfections();
    for (const each of infections) {
      const [sent, answered] = sneezesOf(each);
      first ??= each.id;
      columns.pod.push(this.#pods.numberOf(each.podUid, each.pod));
      columns.container.push(shortId(each.containerId));
      columns.strain.push(this.#strainOf(each.strain));
      columns.generation.push(each.generation ?? UNKNOWN);
      columns.parent.push(parentOf(each));
      columns.exposedAt.push(each.exposedAtMs ?? null);
      columns.symptomaticAt.push(each.symptomaticAtMs ?? null);
      columns.endedAt.push(each.endedAtMs ?? null);
      columns.sent.push(sent);
      columns.answered.push(answered);
    }
    return { first: first ?? this.count, ...columns };
  }

  #row(each: Infection, tMs: number): InfectionRow {
    const { id, podUid, pod, generation, strain, exposedAtMs, containerId } = each;
    const [, symptomatic, ended, sent, answered] = courseOf(each, tMs);
    const exposed = exposedAtMs === undefined ? null : tMs - exposedAtMs;
    const number = this.#pods.numberOf(podUid, pod);
    const kind = this.#strainOf(strain);
    const parent = parentOf(each);
    const container = shortId(containerId);
    return [
      id,
      number,
      parent,
      generation ?? UNKNOWN,
      kind,
      exposed,
      symptomatic,
      ended,
      sent,
      answered,
      container,
    ];
  }

  /** Whoever sneezes may name a strain as it likes: of too many the last ones are not told apart. */
  #strainOf(strain: string | null): number {
    if (strain === null) return UNKNOWN;
    const known = this.#strains.get(strain);
    if (known !== undefined) return known;
    if (this.#strains.size >= MAX_STRAINS) return UNKNOWN;
    this.#strains.set(strain, this.#strains.size);
    this.#freshStrains.push(strain);
    return this.#strains.size - 1;
  }
}

/** Where the first generation came from nobody that is known, it came from outside. */
function parentOf({ parent, generation }: Infection): number {
  if (typeof parent === 'number') return parent;
  return parent === 'none' || generation === 1 ? PARENT_NONE : PARENT_UNKNOWN;
}

function courseOf(each: Infection, tMs: number): InfectionCourse {
  const { id, symptomaticAtMs, endedAtMs } = each;
  const ago = (atMs: number | undefined): number | null => (atMs === undefined ? null : tMs - atMs);
  return [id, ago(symptomaticAtMs), ago(endedAtMs), ...sneezesOf(each)];
}

/** How often it sneezed is told when it has ended: until then it changes all the time. */
function sneezesOf({ endedAtMs, sneezes }: Infection): readonly [sent: number, answered: number] {
  if (endedAtMs === undefined || sneezes === undefined) return [UNKNOWN, UNKNOWN];
  return [sneezes.sent, sneezes.answered];
}

/** The first twelve hexadecimal digits of a container's id, without what runs it; '' for another form. */
export function shortId(containerId: string): string {
  return /^(?:[a-z0-9-]+:\/\/)?([0-9a-f]{12})/.exec(containerId)?.[1] ?? '';
}
