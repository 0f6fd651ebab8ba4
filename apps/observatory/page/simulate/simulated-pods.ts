import {
  CODE,
  PARENT_NONE,
  UNKNOWN,
  type InfectionCourse,
  type InfectionRow,
  type LabelRow,
  type PodRow,
} from '@pod-contagion/observatory';
import type { EngineEvent } from '@pod-contagion/simulator';

/** What is known of the pod of a place now. */
type Known = {
  /** Its number on the page: another pod in the same place has another one. */
  pod: number;
  name: string;
  condition: number;
  ready: 0 | 1;
  restarts: number;
  /** Of containers of the place, all its pods together. */
  life: number;
  infection: Infection | undefined;
};

type Infection = {
  readonly id: number;
  readonly pod: number;
  readonly parent: number;
  readonly generation: number;
  readonly strain: number;
  readonly exposedMs: number;
  readonly container: string;
  symptomaticMs: number | undefined;
  endedMs: number | undefined;
};

/** What has changed since it was last asked; times are ms before `nowMs`. */
export type SimulatedChanges = Readonly<{
  pods: PodRow[];
  labels: LabelRow[];
  changed: readonly Readonly<Pick<Known, 'pod' | 'condition' | 'ready' | 'restarts'>>[];
  infections: InfectionRow[];
  courses: InfectionCourse[];
}>;

/** Labels of all of them, as the manifests of this repository give. */
export const SIMULATED_LABELS = 'app=podder,role=generic';

/** Digits of a container's life, of the twelve of its id: the others are the number of its place. */
const LIFE_DIGITS = 6;

/** Pods as a watch and their own reports would show them, of what an engine tells of places. Times are ms of virtual time. */
export class SimulatedPods {
  readonly #places: Known[] = [];
  readonly #gone: Known[] = [];
  readonly #changed = new Set<Known>();
  readonly #made: Known[] = [];
  #fresh: Infection[] = [];
  readonly #followed = new Set<Infection>();
  readonly #nodeOf: (place: number) => string;
  #pods = 0;
  #infections = 0;

  /** So many pods are up, ready and susceptible; `nodeOf` says where a place is. */
  constructor(pods: number, nodeOf: (place: number) => string) {
    this.#nodeOf = nodeOf;
    for (let place = 0; place < pods; place++) {
      this.#places[place] = this.#newcomer(place, 0, CODE.susceptible, 1);
    }
  }

  /** All pods at first, as rows. */
  rows(): PodRow[] {
    return this.#places.map((known, place) => this.#row(known, place));
  }

  get infections(): number {
    return this.#infections;
  }

  /** The name of the pod that is in a place; '' before there was any. */
  nameOf(place: number): string {
    return this.#places[place]?.name ?? '';
  }

  /** What an engine tells its listener. */
  hear(event: EngineEvent, atMs: number, place: number, other: number): void {
    if (event === 'created') {
      this.#create(place);
      return;
    }
    const known = this.#places[place];
    if (known === undefined) return;
    switch (event) {
      case 'exposed':
        this.#expose(known, place, other, atMs);
        break;
      case 'symptomatic':
        known.condition = CODE.symptomatic;
        if (known.infection !== undefined) {
          known.infection.symptomaticMs = atMs;
          this.#followed.add(known.infection);
        }
        break;
      case 'ended':
      case 'deleted':
        this.#end(known, atMs);
        known.condition = event === 'ended' ? CODE.starting : CODE.gone;
        known.life++;
        break;
      case 'waiting':
        known.condition = CODE.waiting;
        break;
      case 'restarted':
        known.condition = CODE.starting;
        known.restarts++;
        break;
      case 'up':
        // Whoever runs is starting until it is ready.
        break;
      case 'ready':
        known.ready = 1;
        if (known.condition === CODE.starting) known.condition = CODE.susceptible;
        break;
      case 'unready':
        known.ready = 0;
        break;
    }
    this.#changed.add(known);
  }

  /** What has changed since it was last asked. */
  take(nowMs: number): SimulatedChanges {
    const made = this.#made.splice(0);
    const fresh = new Set(this.#fresh);
    const changes: SimulatedChanges = {
      pods: made.map((known) => this.#row(known, placeOf(known))),
      labels: made.map(({ pod }) => [pod, 0]),
      changed: Array.from(
        [...this.#gone.splice(0), ...this.#changed],
        ({ pod, condition, ready, restarts }) => {
          return { pod, condition, ready, restarts };
        },
      ),
      infections: this.#fresh.map((each) => rowOf(each, nowMs)),
      courses: Array.from(this.#followed).flatMap((each) => (fresh.has(each) ? [] : [courseOf(each, nowMs)])),
    };
    this.#changed.clear();
    this.#fresh = [];
    this.#followed.clear();
    return changes;
  }

  #expose(known: Known, place: number, other: number, atMs: number): void {
    const infector = other < 0 ? undefined : this.#places[other]?.infection;
    known.condition = CODE.incubating;
    known.infection = {
      id: this.#infections++,
      pod: known.pod,
      parent: infector?.id ?? PARENT_NONE,
      generation: (infector?.generation ?? 0) + 1,
      strain: infector?.strain ?? Math.max(0, -1 - other),
      exposedMs: atMs,
      container: containerOf(place, known.life),
      symptomaticMs: undefined,
      endedMs: undefined,
    };
    this.#fresh.push(known.infection);
  }

  #end(known: Known, atMs: number): void {
    known.ready = 0;
    if (known.infection === undefined) return;
    known.infection.endedMs = atMs;
    this.#followed.add(known.infection);
    known.infection = undefined;
  }

  #create(place: number): void {
    const before = this.#places[place];
    if (before !== undefined) {
      this.#changed.delete(before);
      this.#gone.push(before);
    }
    const known = this.#newcomer(place, before?.life ?? 0, CODE.starting, 0);
    this.#places[place] = known;
    this.#made.push(known);
    this.#changed.add(known);
  }

  #newcomer(place: number, life: number, condition: number, ready: 0 | 1): Known {
    const name = life === 0 ? `generic-${place}` : `generic-${place}-${life}`;
    return { pod: this.#pods++, name, condition, ready, restarts: 0, life, infection: undefined };
  }

  #row({ pod, name }: Known, place: number): PodRow {
    return [pod, name, name, this.#nodeOf(place), 'generic'];
  }
}

function placeOf({ name }: Known): number {
  return placeOfName(name);
}

/** The place that a simulated pod's name says. */
export function placeOfName(name: string): number {
  return Number(name.split('-')[1]);
}

function containerOf(place: number, life: number): string {
  const digits = 12 - LIFE_DIGITS;
  return place.toString(16).padStart(digits, '0') + life.toString(16).padStart(LIFE_DIGITS, '0');
}

/** Which place a container is of, and in which of its lives. */
export function containerPlace(container: string): Readonly<{ place: number; life: number }> {
  const digits = 12 - LIFE_DIGITS;
  return {
    place: Number.parseInt(container.slice(0, digits), 16),
    life: Number.parseInt(container.slice(digits), 16),
  };
}

function rowOf(each: Infection, nowMs: number): InfectionRow {
  const { id, pod, parent, generation, strain, exposedMs, container } = each;
  const [, symptomatic, ended, sent, answered] = courseOf(each, nowMs);
  return [
    id,
    pod,
    parent,
    generation,
    strain,
    nowMs - exposedMs,
    symptomatic,
    ended,
    sent,
    answered,
    container,
  ];
}

function courseOf({ id, symptomaticMs, endedMs }: Infection, nowMs: number): InfectionCourse {
  const ago = (atMs: number | undefined): number | null => (atMs === undefined ? null : nowMs - atMs);
  return [id, ago(symptomaticMs), ago(endedMs), UNKNOWN, UNKNOWN];
}
