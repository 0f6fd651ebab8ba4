import { Courses } from './courses.ts';
import { DelayLine } from './delay-line.ts';
import { Endpoints } from './endpoints.ts';
import { lastTimeOf } from './horizon.ts';
import { Illness } from './illness.ts';
import type { Done } from './intervention.ts';
import { Interventions } from './interventions.ts';
import { Kubelet } from './kubelet.ts';
import type { Listener } from './listener.ts';
import type { Model } from './model.ts';
import { Network } from './network.ts';
import * as PHASE from './phase.ts';
import * as RECORD from './record.ts';
import { LIVES_SHIFT, PHASE_BITS, READY, WORDS_SHIFT } from './pods.ts';
import { Population } from './population.ts';
import { placePresent, PRESENT_MS, type PresentPod } from './present.ts';
import type { Shared } from './shared.ts';
import * as TAG from './tag.ts';
import { LIFE_BITS, TAG_BITS, TAG_SHIFT } from './tags.ts';
import * as COUNT from './count.ts';
import { Wheel } from './wheel.ts';

export type { EngineEvent, Listener } from './listener.ts';

/** What the wheel holds of each pod when it holds most of them. */
const ENTRIES_OF_A_POD = 2.5;

/**
 * One contagion in virtual time. Exact on a grid of milliseconds: within one of them what is done from outside at a time comes first,
 * then the Service proxy syncs, then come symptoms, with first sneezes that come at once, then sneezes that follow others, then all else
 * in the order in which it was put in, first sneezes among it, and last what is done from outside on a count. What becomes due once its
 * turn is over has another such round.
 *
 * A healthy podder costs nothing: its probes are reckoned only once it is ill, from their phase.
 */
export class Engine {
  /** Counts by COUNT. */
  readonly counts: Float64Array<ArrayBuffer>;
  /** The last time that may be come to, in ms. */
  readonly lastMs: number;
  readonly #population: Population;
  readonly #wheel: Wheel;
  readonly #symptoms = new DelayLine();
  readonly #sneezes = new DelayLine();
  readonly #endpoints: Endpoints;
  readonly #courses: Courses;
  readonly #illness: Illness;
  readonly #kubelet: Kubelet;
  readonly #network: Network;
  readonly #interventions: Interventions | undefined;
  readonly #model: Model;
  readonly #shared: Shared;
  #now = 0;

  /** @throws {RangeError} for a model whose delays take longer than there is time. */
  constructor(model: Model, options: Readonly<{ lineage?: boolean; listener?: Listener }> = {}) {
    this.lastMs = lastTimeOf(model);
    if (this.lastMs < 0)
      throw new RangeError(`expected delays of 24 days in all, got ${-this.lastMs} ms more`);
    const population = new Population(model, options.lineage === true);
    const wheel = new Wheel(model.pods * ENTRIES_OF_A_POD);
    const courses = new Courses(model);
    const endpoints = new Endpoints(population.state, model.machine.syncMs);
    const network = new Network();
    const shared = { model, population, wheel, courses, endpoints, network, listener: options.listener };
    this.#model = model;
    this.#shared = shared;
    this.#endpoints = endpoints;
    this.#network = network;
    this.#illness = new Illness(shared, this.#symptoms, this.#sneezes);
    this.#kubelet = new Kubelet(shared);
    this.#interventions = hasInterventions(model) ? new Interventions(shared, this.#kubelet) : undefined;
    this.#population = population;
    this.#wheel = wheel;
    this.#courses = courses;
    this.counts = population.counts;
  }

  /** All podders are up, ready, listed and healthy, but for those that no node has room for, and it is time 0. */
  reset(seed: number): void {
    this.#population.reset();
    this.#wheel.reset();
    this.#symptoms.reset();
    this.#sneezes.reset();
    this.#endpoints.reset(this.#population.listedAtFirst);
    this.#network.reset(seed);
    this.#kubelet.reset();
    this.#courses.reset(seed);
    this.#illness.reset(seed);
    this.#interventions?.reset(seed);
    this.#now = 0;
    const { starterUntilMs } = this.#model;
    if (starterUntilMs !== undefined) {
      this.#wheel.add(starterUntilMs, (this.#population.starter << TAG_SHIFT) | TAG.leave);
    }
  }

  /**
   * All podders are what they are known to be, and it is time PRESENT_MS. Nodes are taken as ones on which nobody waits for a start.
   * @throws {RangeError} for another number of podders than there are, and for a model that can't begin in the middle.
   */
  resume(seed: number, present: readonly PresentPod[]): void {
    this.reset(seed);
    this.run(PRESENT_MS, false);
    placePresent(this.#shared, this.#kubelet, this.#symptoms, present);
  }

  /** The time that has been come to. */
  get nowMs(): number {
    return this.#now;
  }

  /** How many the Service lists. */
  get listed(): number {
    return this.#endpoints.listed;
  }

  /** How many podders no node has room for. */
  get pending(): number {
    return this.#interventions?.pending ?? Math.max(0, this.#model.pods - this.#population.podders);
  }

  /** What was done to it from outside so far. */
  get done(): readonly Done[] {
    return this.#interventions?.done ?? [];
  }

  /** How many are infected. */
  get infected(): number {
    return this.counts[COUNT.incubating]! + this.counts[COUNT.symptomatic]!;
  }

  /** Bytes of its state. */
  get bytes(): number {
    return this.#population.bytes + this.#wheel.bytes;
  }

  /** Restarts of a pod; where pods are replaced, how often it has been. */
  restartsOf(pod: number): number {
    return this.#population.livesOf(pod) - this.#population.bornIn(pod);
  }

  /** Of the podders that there are: how many were restarted never, once, twice ... */
  restartsOfPods(): readonly number[] {
    const pods: number[] = [];
    const { podders, state } = this.#population;
    for (let pod = 0; pod < podders; pod++) {
      if ((state[pod]! & PHASE_BITS) === PHASE.gone) continue;
      const restarts = this.#model.death === 'replace' ? 0 : this.restartsOf(pod);
      while (pods.length <= restarts) pods.push(0);
      pods[restarts]!++;
    }
    return pods;
  }

  /** A hash of what is known of all pods, by which two runs are compared. */
  digest(): number {
    return this.#population.digest();
  }

  /** Somebody outside sneezes once, through the Service, now: a strain by its number, from 0. */
  introduce(strain = 0): void {
    this.#illness.sneezeFrom(-1 - strain, this.#now);
  }

  /**
   * Lets time pass until `untilMs`, or until nobody is infected any more; gives whether somebody is.
   * @throws {RangeError} for a time beyond `lastMs`.
   */
  run(untilMs: number, stopsWhenExtinct = true): boolean {
    if (untilMs > this.lastMs)
      throw new RangeError(`expected a time up to ${this.lastMs} ms, got ${untilMs}`);
    const endpoints = this.#endpoints;
    const symptoms = this.#symptoms;
    const sneezes = this.#sneezes;
    const illness = this.#illness;
    const wheel = this.#wheel;
    const counts = this.counts;
    const { isLarge } = this.#population;
    const interventions = this.#interventions;
    let now = this.#now;
    for (;;) {
      if (stopsWhenExtinct && counts[COUNT.incubating] === 0 && counts[COUNT.symptomatic] === 0) {
        if (!illness.isExpected) return false;
      }
      // Comparisons and not Math.min, which is of numbers that need not be whole.
      now = wheel.nextAt(now);
      if (endpoints.syncAt < now) now = endpoints.syncAt;
      if (symptoms.nextAt < now) now = symptoms.nextAt;
      if (sneezes.nextAt < now) now = sneezes.nextAt;
      if (interventions !== undefined && interventions.nextAt < now) now = interventions.nextAt;
      if (now > untilMs) {
        this.#now = untilMs;
        wheel.advance(untilMs);
        return this.infected > 0 || illness.isExpected;
      }
      this.#now = now;
      wheel.advance(now);
      if (interventions !== undefined && interventions.nextAt === now) interventions.apply(now);
      if (endpoints.syncAt === now) endpoints.sync(now);
      if (symptoms.nextAt === now) illness.symptoms(now);
      if (sneezes.nextAt === now) illness.sneezes(now);
      for (let block = wheel.take(now); block !== 0;) {
        const count = wheel.count(block);
        if (isLarge) this.#readAhead(block, count);
        for (let index = 0; index < count; index++) this.#handle(wheel.entry(block, index), now);
        block = wheel.next(block);
        if (block === 0) block = wheel.take(now);
      }
      interventions?.check(now);
    }
  }

  /** Reads what `handle` will ask for first: see BATCH. */
  #readAhead(block: number, count: number): void {
    const { records, state } = this.#population;
    const { words } = this.#wheel;
    const first = block + 1;
    let read = 0;
    for (let at = first; at < first + count; at++) {
      // Of some entries it is not a pod; beyond the end nothing is read, which does no harm.
      const pod = words[at]! >> TAG_SHIFT;
      read ^= records[pod << WORDS_SHIFT]! ^ state[pod]!;
    }
    this.#population.read = read;
  }

  #handle(entry: number, now: number): void {
    const pod = entry >> TAG_SHIFT;
    const tag = entry & TAG_BITS;
    switch (tag) {
      case TAG.death:
        this.#kubelet.death(pod, now);
        return;
      case TAG.retry:
        this.#kubelet.retry(pod, now);
        return;
      case TAG.up:
        this.#kubelet.up(pod, now);
        return;
      case TAG.endpoint:
        this.counts[COUNT.events]!++;
        this.#endpoints.change(pod, (this.#population.state[pod]! & READY) !== 0, now);
        return;
      case TAG.arrival:
        this.#illness.arrival(pod, now);
        return;
      case TAG.node:
        this.#kubelet.node(pod, now);
        return;
      case TAG.leave:
        this.#kubelet.leave(pod, now);
        return;
      case TAG.begin:
        this.#kubelet.begin(pod, now);
        return;
    }
    const { records, state } = this.#population;
    const base = pod << WORDS_SHIFT;
    if ((((records[base + RECORD.lives]! >> LIVES_SHIFT) ^ tag) & LIFE_BITS) !== 0) return;
    if (tag < TAG.unready) this.#kubelet.ready(pod, now);
    else if (tag < TAG.sneeze) this.#kubelet.unready(pod, now);
    else if ((state[pod]! & PHASE_BITS) === PHASE.symptomatic) {
      this.#illness.sneeze(pod, now, records[base + RECORD.due]!);
    }
  }
}

function hasInterventions({ interventions = [] }: Model): boolean {
  return interventions.length > 0;
}
