import { CODE, CONDITION_COUNT, PARENT_NONE, UNKNOWN } from '../protocol/codes.ts';
import type { Frame, InfectionCourse, InfectionRow } from '../protocol/frame.ts';
import { PROTOCOL_VERSION, type Snapshot } from '../protocol/snapshot.ts';

/** What is made up: so many pods, each restarted so often a second, from a seed. */
export type SyntheticOptions = Readonly<{
  pods: number;
  /** Restarts a second of each pod; an endless contagion has 0.062. */
  rate: number;
  seed: number;
  /** When it begins, in ms since 1970. */
  startMs: number;
}>;

/** The lives of a pod: what it is, one after the other, and which share of a life that takes. */
const COURSE = [
  [CODE.starting, 0.08],
  [CODE.susceptible, 0.32],
  [CODE.incubating, 0.2],
  [CODE.symptomatic, 0.4],
] as const;

const PODS_OF_A_NODE = 30;
const STRAIN = 'synthetic';

/** Of two releases, so that there is something to tell apart. */
const LABEL_SETS = ['canary', 'stable'].map(
  (track) => `app=podder,pod-template-hash=5d4f8c7b9d,role=generic,track=${track}`,
);

/** One in so many is of the first of them. */
const CANARY_EVERY = 10;

/** A pod's state: its place in the course, and when it goes on. */
type Life = { place: number; nextMs: number; restarts: number; infection: number };

/**
 * An endless contagion that nobody has: every pod goes through its lives at the rate that was asked for, and each infection has a parent
 * that was symptomatic. For trying a page with as many pods and changes as are wanted; the same options give the same frames.
 */
export class SyntheticEpidemic {
  readonly #options: SyntheticOptions;
  readonly #lives: Life[];
  readonly #random: () => number;
  readonly #infections: Infection[] = [];
  readonly #symptomatic: number[] = [];
  #cursor = 0;
  #tMs: number;

  constructor(options: SyntheticOptions) {
    this.#options = options;
    this.#random = randomOf(options.seed);
    this.#tMs = options.startMs;
    this.#lives = Array.from({ length: options.pods }, () => ({
      place: 1,
      nextMs: options.startMs + this.#random() * (1_000 / options.rate),
      restarts: 0,
      infection: UNKNOWN,
    }));
  }

  /** All that is so now. */
  snapshot(): Snapshot {
    const lives = this.#lives;
    const all = this.#infections;
    return {
      v: PROTOCOL_VERSION,
      epoch: `synthetic-${this.#options.seed}`,
      cursor: this.#cursor,
      t: this.#tMs,
      source: { kind: 'synthetic', name: 'made up', namespace: 'default', selector: 'app=podder' },
      status: { state: 'live', ageMs: 0, message: null, trouble: null, asked: lives.length, missed: 0 },
      strains: [STRAIN],
      labelSets: LABEL_SETS,
      pods: {
        first: 0,
        uid: lives.map((_, pod) => `uid-${pod}`),
        name: lives.map((_, pod) => nameOf(pod)),
        node: lives.map((_, pod) => nodeOf(pod)),
        owner: lives.map(() => 'generic'),
        labels: lives.map((_, pod) => (pod % CANARY_EVERY === 0 ? 0 : 1)),
        condition: lives.map(({ place }) => COURSE[place]![0]),
        ready: lives.map(({ place }) => readyAt(place)),
        restarts: lives.map(({ restarts }) => restarts),
      },
      infections: {
        first: 0,
        pod: all.map(({ pod }) => pod),
        container: all.map(({ id }) => containerOf(id)),
        strain: all.map(() => 0),
        generation: all.map(({ generation }) => generation),
        parent: all.map(({ parent }) => parent),
        exposedAt: all.map(({ exposedMs }) => exposedMs),
        symptomaticAt: all.map(({ symptomaticMs }) => symptomaticMs ?? null),
        endedAt: all.map(({ endedMs }) => endedMs ?? null),
        sent: all.map(({ sent }) => sent),
        answered: all.map(({ sent }) => sent),
      },
      totals: {
        infections: all.length,
        generations: all.reduce((most, { generation }) => Math.max(most, generation), 0),
        restarts: lives.reduce((sum, { restarts }) => sum + restarts, 0),
      },
      history: { t: [], counts: Array.from({ length: CONDITION_COUNT }, () => []), ready: [], restarts: [] },
      runs: [],
    };
  }

  /** What has changed up to a moment, in ms since 1970; undefined where nothing has. */
  frame(untilMs: number): Frame | undefined {
    const changed = new Set<number>();
    const fresh = new Set<Infection>();
    const followed = new Set<Infection>();
    const lifeMs = 1_000 / this.#options.rate;
    this.#lives.forEach((life, pod) => {
      while (life.nextMs <= untilMs) {
        this.#goOn(life, pod, fresh, followed);
        changed.add(pod);
        life.nextMs += lifeMs * COURSE[life.place]![1] * (0.5 + this.#random());
      }
    });
    this.#tMs = untilMs;
    if (changed.size === 0) return undefined;
    const i = [...changed];
    const of = i.map((pod) => this.#lives[pod]!);
    return {
      n: ++this.#cursor,
      t: untilMs,
      i,
      c: of.map(({ place }) => COURSE[place]![0]),
      y: of.map(({ place }) => readyAt(place)),
      r: of.map(({ restarts }) => restarts),
      inf: [...fresh].map((each) => rowOf(each, untilMs)),
      course: [...followed].filter((each) => !fresh.has(each)).map((each) => courseOf(each, untilMs)),
    };
  }

  #goOn(life: Life, pod: number, fresh: Set<Infection>, followed: Set<Infection>): void {
    const atMs = Math.round(life.nextMs);
    const before = this.#infections[life.infection];
    life.place = (life.place + 1) % COURSE.length;
    const code = COURSE[life.place]![0];
    if (code === CODE.incubating) {
      const parent = this.#symptomatic[Math.floor(this.#random() * this.#symptomatic.length)];
      const infection: Infection = {
        id: this.#infections.length,
        pod,
        parent: parent ?? PARENT_NONE,
        generation: parent === undefined ? 1 : this.#infections[parent]!.generation + 1,
        exposedMs: atMs,
        symptomaticMs: undefined,
        endedMs: undefined,
        sent: UNKNOWN,
      };
      this.#infections.push(infection);
      life.infection = infection.id;
      fresh.add(infection);
    } else if (before !== undefined && code === CODE.symptomatic) {
      before.symptomaticMs = atMs;
      this.#symptomatic.push(before.id);
      followed.add(before);
    } else if (before !== undefined && code === CODE.starting) {
      before.endedMs = atMs;
      before.sent = Math.floor(this.#random() * 20);
      this.#symptomatic.splice(this.#symptomatic.indexOf(before.id), 1);
      life.restarts++;
      life.infection = UNKNOWN;
      followed.add(before);
    }
  }
}

type Infection = {
  readonly id: number;
  readonly pod: number;
  readonly parent: number;
  readonly generation: number;
  readonly exposedMs: number;
  symptomaticMs: number | undefined;
  endedMs: number | undefined;
  sent: number;
};

function rowOf(each: Infection, nowMs: number): InfectionRow {
  const { id, pod, parent, generation, exposedMs } = each;
  const [, symptomatic, ended, sent, answered] = courseOf(each, nowMs);
  const exposed = Math.round(nowMs - exposedMs);
  return [id, pod, parent, generation, 0, exposed, symptomatic, ended, sent, answered, containerOf(id)];
}

function courseOf({ id, symptomaticMs, endedMs, sent }: Infection, nowMs: number): InfectionCourse {
  const ago = (timeMs: number | undefined): number | null =>
    timeMs === undefined ? null : Math.round(nowMs - timeMs);
  return [id, ago(symptomaticMs), ago(endedMs), sent, sent];
}

function readyAt(place: number): number {
  const code = COURSE[place]![0];
  return code === CODE.susceptible || code === CODE.incubating ? 1 : 0;
}

function nameOf(pod: number): string {
  return `generic-5d4f8c7b9d-${(pod + 60_466_176).toString(36).slice(-5)}`;
}

function nodeOf(pod: number): string {
  return `node-${1 + Math.floor(pod / PODS_OF_A_NODE)}`;
}

function containerOf(id: number): string {
  return (id + 0x5a_00_00_00_00_00).toString(16).padStart(12, '0');
}

/** Mulberry32: good enough for numbers that nobody believes. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
