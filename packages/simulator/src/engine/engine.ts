import { nextRetryAtMs } from '@pod-contagion/lifecycle';
import { BackOff } from './back-off.ts';
import { Courses } from './courses.ts';
import { DelayLine } from './delay-line.ts';
import { Endpoints } from './endpoints.ts';
import { lastTimeOf } from './horizon.ts';
import type { Model } from './model.ts';
import {
  LAST_OPEN,
  LINEAGE_SHIFT,
  LISTED,
  LIVES_SHIFT,
  PHASE,
  PHASE_BITS,
  PLAIN_SHIFT,
  READY,
  RECORD,
  WANTED,
} from './pods.ts';
import { Sequence, STREAM, unit } from './random.ts';
import { COUNT, COUNTS } from './tally.ts';
import { Wheel } from './wheel.ts';

/** What an entry of the wheel is about: its lowest five bits. Some carry the lowest bits of the life that they are of. */
const TAG = { ready: 0, unready: 8, sneeze: 16, death: 24, retry: 25, up: 26, endpoint: 27 } as const;
const TAG_BITS = 31;
const TAG_SHIFT = 5;
const LIFE_BITS = 7;

/** What the wheel holds of each pod when it holds most of them. */
const ENTRIES_OF_A_POD = 2.5;

/** What is kept of a podder that was infected before it was ready. */
type Early = Readonly<{
  failsAt: number;
  /** When its startup probe, which it never passes, has failed often enough; undefined where it passes it in time. */
  detectedAt: number | undefined;
}>;

/** What happened, as `onEvent` is told. */
export type EngineEvent =
  'exposed' | 'symptomatic' | 'ended' | 'waiting' | 'restarted' | 'up' | 'ready' | 'unready';

/** Told of each event: the pod, and for an exposure who infected it, -1 where nobody of them did. */
export type Listener = (event: EngineEvent, atMs: number, pod: number, other: number) => void;

/**
 * One contagion in virtual time. Exact on a grid of milliseconds: within one of them the Service proxy syncs first, then come
 * symptoms, then sneezes, then all else in the order in which it was put in.
 *
 * A healthy podder costs nothing: its probes are reckoned only once it is ill, from their phase.
 */
export class Engine {
  /** Counts by COUNT. */
  readonly counts: Float64Array<ArrayBuffer> = new Float64Array(COUNTS);
  readonly #model: Model;
  readonly #state: Uint8Array;
  readonly #records: Int32Array;
  /** The last time that may be come to, in ms. */
  readonly lastMs: number;
  /** Words of a record, as a power of 2. */
  readonly #shift: number;
  readonly #wheel: Wheel;
  readonly #symptoms = new DelayLine();
  readonly #sneezes = new DelayLine();
  readonly #endpoints: Endpoints;
  readonly #courses: Courses;
  readonly #backOff: BackOff;
  readonly #random = new Sequence(0);
  readonly #listener: Listener | undefined;
  readonly #early = new Map<number, Early>();
  #now = 0;

  constructor(model: Model, options: Readonly<{ lineage?: boolean; listener?: Listener }> = {}) {
    this.#model = model;
    this.lastMs = lastTimeOf(model);
    if (this.lastMs < 0) throw new RangeError(`expected delays of 24 days in all, got ${-this.lastMs} ms more`);
    this.#shift = options.lineage === true ? LINEAGE_SHIFT : PLAIN_SHIFT;
    this.#state = new Uint8Array(model.pods);
    this.#records = new Int32Array(model.pods << this.#shift);
    this.#wheel = new Wheel(model.pods * ENTRIES_OF_A_POD);
    this.#endpoints = new Endpoints(this.#state, model.machine.syncMs);
    this.#courses = new Courses(model);
    this.#backOff = new BackOff(model.rules);
    this.#listener = options.listener;
  }

  /** All podders are up, ready, listed and healthy, and it is time 0. */
  reset(seed: number): void {
    this.#state.fill(PHASE.susceptible | READY | LISTED | WANTED);
    this.#records.fill(0);
    this.#wheel.reset();
    this.#symptoms.reset();
    this.#sneezes.reset();
    this.#endpoints.reset(this.#model.pods);
    this.#courses.reset(seed);
    this.#random.reset(seed);
    this.#early.clear();
    this.counts.fill(0);
    this.counts[COUNT.susceptible] = this.#model.pods;
    this.counts[COUNT.ready] = this.#model.pods;
    this.#now = 0;
  }

  /** The time that has been come to. */
  get nowMs(): number {
    return this.#now;
  }

  /** How many the Service lists. */
  get listed(): number {
    return this.#endpoints.listed;
  }

  /** How many are infected. */
  get infected(): number {
    return this.counts[COUNT.incubating]! + this.counts[COUNT.symptomatic]!;
  }

  /** Bytes of its state. */
  get bytes(): number {
    return this.#state.byteLength + this.#records.byteLength + this.#wheel.bytes;
  }

  /** Restarts of a pod. */
  restartsOf(pod: number): number {
    return this.#records[(pod << this.#shift) + RECORD.lives]! >> LIVES_SHIFT;
  }

  /** Somebody outside sneezes once, through the Service, now. */
  introduce(): void {
    this.#sneezeAt(this.#now, -1);
  }

  /**
   * Lets time pass until `untilMs`, or until nobody is infected any more; gives whether somebody is.
   * @throws {RangeError} for a time beyond `lastMs`.
   */
  run(untilMs: number, stopsWhenExtinct = true): boolean {
    if (untilMs > this.lastMs) throw new RangeError(`expected a time up to ${this.lastMs} ms, got ${untilMs}`);
    const symptoms = this.#symptoms;
    const sneezes = this.#sneezes;
    for (;;) {
      if (stopsWhenExtinct && this.infected === 0) return false;
      const wheelAt = this.#wheel.nextAt(this.#now);
      const now = Math.min(this.#endpoints.syncAt, symptoms.nextAt, sneezes.nextAt, wheelAt);
      if (now > untilMs) {
        this.#now = untilMs;
        this.#wheel.advance(untilMs);
        return this.infected > 0;
      }
      this.#now = now;
      this.#wheel.advance(now);
      if (this.#endpoints.syncAt === now) this.#endpoints.sync(now);
      while (symptoms.nextAt === now) {
        const { pod } = symptoms;
        symptoms.shift();
        this.#symptom(pod, now);
      }
      while (sneezes.nextAt === now) {
        const { pod, word: deathAt } = sneezes;
        sneezes.shift();
        this.#sneeze(pod, now, deathAt);
      }
      for (let block = this.#wheel.take(now); block !== 0;) {
        const count = this.#wheel.count(block);
        for (let index = 0; index < count; index++) this.#handle(this.#wheel.entry(block, index), now);
        block = this.#wheel.next(block);
        if (block === 0) block = this.#wheel.take(now);
      }
    }
  }

  #handle(entry: number, now: number): void {
    const pod = entry >> TAG_SHIFT;
    const tag = entry & TAG_BITS;
    switch (tag) {
      case TAG.death:
        this.#death(pod, now);
        return;
      case TAG.retry:
        this.#retry(pod, now);
        return;
      case TAG.up:
        this.#up(pod, now);
        return;
      case TAG.endpoint:
        this.#endpoints.change(pod, (this.#state[pod]! & READY) !== 0, now);
        this.counts[COUNT.events]!++;
        return;
    }
    const base = pod << this.#shift;
    if (((this.#records[base + RECORD.lives]! >> LIVES_SHIFT) & LIFE_BITS) !== (tag & LIFE_BITS)) return;
    if (tag < TAG.unready) this.#ready(pod, now);
    else if (tag < TAG.sneeze) this.#unready(pod, now);
    else if ((this.#state[pod]! & PHASE_BITS) === PHASE.symptomatic) {
      this.#sneeze(pod, now, this.#records[base + RECORD.due]!);
    }
  }

  #sneezeAt(now: number, sneezer: number): void {
    const { counts } = this;
    counts[COUNT.events]!++;
    counts[COUNT.sneezes]!++;
    const target = this.#endpoints.choose(this.#random);
    if (target === -1) {
      counts[COUNT.refused]!++;
      return;
    }
    const phase = this.#state[target]! & PHASE_BITS;
    if (phase > LAST_OPEN) counts[COUNT.refused]!++;
    else if (phase === PHASE.susceptible) this.#expose(target, now, sneezer);
  }

  #expose(pod: number, now: number, sneezer: number): void {
    const base = pod << this.#shift;
    const records = this.#records;
    this.#enter(pod, PHASE.incubating);
    this.counts[COUNT.events]!++;
    const infection = this.counts[COUNT.infections]!++;
    const symptomAt = now + this.#courses.closeMs;
    if ((this.#state[pod]! & READY) === 0) this.#exposeEarly(pod, now, records[base + RECORD.due]!);
    if (this.#courses.failMs >= 0 || !this.#failEarly(pod, base, symptomAt)) {
      records[base + RECORD.due] = symptomAt;
      this.#symptoms.add(symptomAt, pod, 0);
    }
    if (this.#shift === LINEAGE_SHIFT) {
      const infector = sneezer << LINEAGE_SHIFT;
      const generation = sneezer < 0 ? 1 : records[infector + RECORD.generation]! + 1;
      if (sneezer >= 0) records[infector + RECORD.offspring]!++;
      records[base + RECORD.generation] = generation;
      records[base + RECORD.infection] = infection;
      records[base + RECORD.exposedAt] = now;
      records[base + RECORD.offspring] = 0;
      if (generation > this.counts[COUNT.generations]!) this.counts[COUNT.generations] = generation;
    }
    this.#listener?.('exposed', now, pod, sneezer);
  }

  /** Liveness is not probed before the startup probe has passed: a podder that fails before never passes it. */
  #exposeEarly(pod: number, now: number, upAt: number): void {
    const courses = this.#courses;
    const failsAt = now + courses.closeMs + courses.failMs;
    const life = this.restartsOf(pod);
    const epoch = this.#epochOf(life);
    const startedAt = courses.startedAt(upAt, pod, epoch);
    const isStarted = startedAt < failsAt || this.#model.startupPeriodMs === 0;
    const begunAt = upAt - courses.draw(STREAM.start, pod, life);
    const detectedAt = isStarted ? undefined : Math.max(failsAt, courses.neverStartedAt(begunAt, pod, epoch));
    this.#early.set(pod, { failsAt, detectedAt });
  }

  /** Probes that fail before the first symptom may end a podder without any; says whether they do. */
  #failEarly(pod: number, base: number, symptomAt: number): boolean {
    const life = this.#records[base + RECORD.lives]! >> LIVES_SHIFT;
    const failsAt = symptomAt + this.#courses.failMs;
    const detectedAt = this.#detectedAt(pod, life, failsAt);
    const deathAt = detectedAt + this.#courses.draw(STREAM.kill, pod, life);
    const unreadyAt = this.#unreadyAt(pod, life, failsAt, detectedAt);
    if (unreadyAt < Math.min(symptomAt, deathAt)) {
      this.#wheel.add(unreadyAt, (pod << TAG_SHIFT) | TAG.unready | (life & LIFE_BITS));
    }
    if (deathAt >= symptomAt) return false;
    this.#records[base + RECORD.due] = deathAt;
    this.#wheel.add(deathAt, (pod << TAG_SHIFT) | TAG.death);
    return true;
  }

  #detectedAt(pod: number, life: number, failsAt: number): number {
    if (this.#model.death === 'exit') return failsAt;
    const early = this.#early.size === 0 ? undefined : this.#early.get(pod)?.detectedAt;
    return early ?? this.#courses.detectedAt(failsAt, pod, this.#epochOf(life));
  }

  #unreadyAt(pod: number, life: number, failsAt: number, detectedAt: number): number {
    return Math.min(detectedAt, this.#courses.unreadyAt(failsAt, pod, this.#epochOf(life)));
  }

  #symptom(pod: number, now: number): void {
    const base = pod << this.#shift;
    const records = this.#records;
    const courses = this.#courses;
    if ((this.#state[pod]! & PHASE_BITS) !== PHASE.incubating || records[base + RECORD.due] !== now) return;
    this.#enter(pod, PHASE.symptomatic);
    this.counts[COUNT.events]!++;
    const life = records[base + RECORD.lives]! >> LIVES_SHIFT;
    const failsAt = now + courses.failMs;
    const detectedAt = this.#detectedAt(pod, life, failsAt);
    const deathAt = detectedAt + courses.draw(STREAM.kill, pod, life);
    records[base + RECORD.due] = deathAt;
    this.#wheel.add(deathAt, (pod << TAG_SHIFT) | TAG.death);
    const unreadyAt = this.#unreadyAt(pod, life, failsAt, detectedAt);
    if (unreadyAt >= now && unreadyAt < deathAt) {
      this.#wheel.add(unreadyAt, (pod << TAG_SHIFT) | TAG.unready | (life & LIFE_BITS));
    }
    this.#listener?.('symptomatic', now, pod, -1);
    const sneezeAt = now + courses.draw(STREAM.firstSneeze, pod, life);
    if (sneezeAt === now) this.#sneeze(pod, now, deathAt);
    else if (sneezeAt < deathAt)
      this.#wheel.add(sneezeAt, (pod << TAG_SHIFT) | TAG.sneeze | (life & LIFE_BITS));
  }

  #sneeze(pod: number, now: number, deathAt: number): void {
    if (now >= deathAt) return;
    this.#sneezeAt(now, pod);
    const next = now + this.#model.sneezeIntervalMs;
    if (next < deathAt) this.#sneezes.add(next, pod, deathAt);
  }

  #death(pod: number, now: number): void {
    const base = pod << this.#shift;
    const records = this.#records;
    if (records[base + RECORD.due] !== now || !this.#isDying(this.#state[pod]! & PHASE_BITS)) return;
    this.counts[COUNT.events]!++;
    if (this.#early.size !== 0) this.#early.delete(pod);
    this.#unready(pod, now);
    this.#listener?.('ended', now, pod, -1);
    const { death } = this.#model;
    if (death === 'replace') {
      this.#replace(pod, base, now);
      return;
    }
    const isKnown = this.#isEndKnown(pod, records[base + RECORD.lives]! >> LIVES_SHIFT);
    const from = this.#backOff.end(records, base, death === 'exit' ? 'exit' : 'probe', now, isKnown);
    if (from >= 0) {
      this.#restart(pod, base, from, now);
      return;
    }
    this.#enter(pod, PHASE.waiting);
    this.#listener?.('waiting', now, pod, -1);
    this.#scheduleRetry(pod, base, now);
  }

  /** Whether one in this phase can be what an entry of a death is about. */
  #isDying(phase: number): boolean {
    return phase === PHASE.symptomatic || (phase === PHASE.incubating && this.#courses.failMs < 0);
  }

  #isEndKnown(pod: number, life: number): boolean {
    const { unknownEndProbability } = this.#model.machine;
    if (unknownEndProbability === 0) return true;
    return unit(this.#courses.bits(STREAM.unknownEnd, pod, life)) >= unknownEndProbability;
  }

  #replace(pod: number, base: number, now: number): void {
    const records = this.#records;
    const lives = (records[base + RECORD.lives]! >> LIVES_SHIFT) + 1;
    records[base + RECORD.lives] = lives << LIVES_SHIFT;
    records[base + RECORD.lastEnd] = 0;
    records[base + RECORD.backoffChanged] = 0;
    const madeAt = now + this.#courses.draw(STREAM.replace, pod, lives);
    this.#start(pod, base, madeAt, lives);
  }

  #scheduleRetry(pod: number, base: number, now: number): void {
    const dueAt = this.#backOff.dueAt(this.#records, base);
    const jitter = unit(this.#courses.bits(STREAM.retry, pod, now));
    const retryAt = nextRetryAtMs(now, dueAt, jitter, this.#model.rules) | 0;
    this.#records[base + RECORD.due] = retryAt;
    this.#wheel.add(retryAt, (pod << TAG_SHIFT) | TAG.retry);
  }

  #retry(pod: number, now: number): void {
    const base = pod << this.#shift;
    if (this.#records[base + RECORD.due] !== now || (this.#state[pod]! & PHASE_BITS) !== PHASE.waiting)
      return;
    this.counts[COUNT.events]!++;
    if (now >= this.#backOff.dueAt(this.#records, base)) {
      this.#restart(pod, base, this.#records[base + RECORD.lastEnd]!, now);
    } else {
      this.#scheduleRetry(pod, base, now);
    }
  }

  #restart(pod: number, base: number, from: number, now: number): void {
    this.#backOff.restart(this.#records, base, from, now);
    this.counts[COUNT.restarts]!++;
    const lives = this.#records[base + RECORD.lives]! >> LIVES_SHIFT;
    if (lives > this.counts[COUNT.mostRestarts]!) this.counts[COUNT.mostRestarts] = lives;
    this.#listener?.('restarted', now, pod, -1);
    this.#start(pod, base, now, lives);
  }

  #start(pod: number, base: number, now: number, life: number): void {
    this.#enter(pod, PHASE.starting);
    const upAt = now + this.#courses.draw(STREAM.start, pod, life);
    this.#records[base + RECORD.due] = upAt;
    this.#wheel.add(upAt, (pod << TAG_SHIFT) | TAG.up);
  }

  #up(pod: number, now: number): void {
    const base = pod << this.#shift;
    const records = this.#records;
    if (records[base + RECORD.due] !== now || (this.#state[pod]! & PHASE_BITS) !== PHASE.starting) return;
    this.#enter(pod, PHASE.susceptible);
    this.counts[COUNT.events]!++;
    const life = records[base + RECORD.lives]! >> LIVES_SHIFT;
    const startedAt = this.#courses.startedAt(now, pod, this.#epochOf(life));
    const readyAt = startedAt + this.#courses.draw(STREAM.ready, pod, life);
    this.#wheel.add(readyAt, (pod << TAG_SHIFT) | TAG.ready | (life & LIFE_BITS));
    this.#listener?.('up', now, pod, -1);
  }

  #ready(pod: number, now: number): void {
    const bits = this.#state[pod]!;
    if ((bits & READY) !== 0) return;
    // Whoever fails before the first probe of its readiness will not pass it.
    if ((bits & PHASE_BITS) !== PHASE.susceptible && now >= (this.#early.get(pod)?.failsAt ?? now)) return;
    this.#state[pod] = bits | READY;
    this.counts[COUNT.ready]!++;
    this.counts[COUNT.events]!++;
    this.#tellEndpoints(pod, now);
    this.#listener?.('ready', now, pod, -1);
  }

  #unready(pod: number, now: number): void {
    const bits = this.#state[pod]!;
    if ((bits & READY) === 0) return;
    this.#state[pod] = bits & ~READY;
    this.counts[COUNT.ready]!--;
    this.counts[COUNT.events]!++;
    this.#tellEndpoints(pod, now);
    this.#listener?.('unready', now, pod, -1);
  }

  #tellEndpoints(pod: number, now: number): void {
    // A pod's changes follow each other; the time of each is one more draw of its own.
    const delay = this.#courses.draw(STREAM.endpoint, pod, now);
    this.#wheel.add(now + delay, (pod << TAG_SHIFT) | TAG.endpoint);
  }

  #enter(pod: number, phase: number): void {
    const bits = this.#state[pod]!;
    this.counts[bits & PHASE_BITS]!--;
    this.counts[phase]!++;
    this.#state[pod] = (bits & ~PHASE_BITS) | phase;
  }

  /** A pod's probes keep their phase for as long as it is the same pod. */
  #epochOf(life: number): number {
    return this.#model.death === 'replace' ? life : 0;
  }
}
