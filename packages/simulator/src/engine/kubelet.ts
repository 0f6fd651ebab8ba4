import { nextRetryAtMs } from '@pod-contagion/lifecycle';
import { BackOff } from './back-off.ts';
import type { Courses } from './courses.ts';
import { UNKNOWN_END, type Listener } from './listener.ts';
import type { Model } from './model.ts';
import type { Network } from './network.ts';
import * as PHASE from './phase.ts';
import * as RECORD from './record.ts';
import { LIVES_SHIFT, PHASE_BITS, READY, WORDS_SHIFT } from './pods.ts';
import type { Population } from './population.ts';
import { isPatient, ReplicaSet } from './replica-set.ts';
import * as STREAM from './stream.ts';
import { unit } from './random.ts';
import type { Shared } from './shared.ts';
import { StartQueue } from './start-queue.ts';
import * as TAG from './tag.ts';
import { LIFE_BITS, TAG_SHIFT } from './tags.ts';
import * as COUNT from './count.ts';
import { NEVER, type Wheel } from './wheel.ts';

/** What the kubelets do, and the ReplicaSet where pods are replaced: ends, waits, starts and readiness. */
export class Kubelet {
  readonly #model: Model;
  readonly #population: Population;
  readonly #state: Uint8Array;
  readonly #records: Int32Array;
  readonly #counts: Float64Array;
  readonly #wheel: Wheel;
  readonly #courses: Courses;
  readonly #backOff: BackOff;
  readonly #network: Network;
  readonly #queue: StartQueue | undefined;
  readonly #replicaSet: ReplicaSet | undefined;
  readonly #listener: Listener | undefined;

  /** Deletes as many pods, those first that a ReplicaSet would. */
  deleteExcess: (count: number, now: number) => void = () => undefined;

  constructor(shared: Shared) {
    const { model, population, wheel, courses, network, listener } = shared;
    this.#model = model;
    this.#population = population;
    this.#state = population.state;
    this.#records = population.records;
    this.#counts = population.counts;
    this.#wheel = wheel;
    this.#courses = courses;
    this.#backOff = new BackOff(model.rules);
    this.#network = network;
    this.#queue = model.nodes === undefined ? undefined : new StartQueue(model.nodes);
    this.#replicaSet = isPatient(model) ? new ReplicaSet(shared) : undefined;
    this.#listener = listener;
  }

  /** Begins anew. */
  reset(): void {
    this.#queue?.reset();
    this.#replicaSet?.reset();
  }

  /** A container ends, if the entry is still about its death. */
  death(pod: number, now: number): void {
    const base = pod << WORDS_SHIFT;
    const records = this.#records;
    if (records[base + RECORD.due] !== now || !this.#isDying(this.#state[pod]! & PHASE_BITS)) return;
    this.#counts[COUNT.events]!++;
    if (this.#model.death === 'replace') {
      this.#reap(pod, now);
      return;
    }
    if (this.#population.early.size !== 0) this.#population.early.delete(pod);
    this.unready(pod, now);
    const { death } = this.#model;
    const isKnown = this.#isEndKnown(pod, records[base + RECORD.lives]! >> LIVES_SHIFT);
    this.#listener?.('ended', now, pod, isKnown ? -1 : UNKNOWN_END);
    const from = this.#backOff.end(records, base, death === 'exit' ? 'exit' : 'probe', now, isKnown);
    if (from >= 0) {
      this.#restart(pod, base, from, now);
      return;
    }
    this.#population.enter(pod, PHASE.waiting);
    this.#listener?.('waiting', now, pod, -1);
    this.scheduleRetry(pod, base, now);
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

  /**
   * The container of a pod that is replaced has ended. Until it is deleted its container may be started again, and is not ready:
   * that it is gone already makes no difference to anybody.
   */
  #reap(pod: number, now: number): void {
    const reapMs = this.#courses.draw(STREAM.reap, pod, this.#population.livesOf(pod));
    this.delete(pod, now, false);
    if (this.#replicaSet === undefined) {
      this.#create(pod, now + reapMs, now);
      return;
    }
    const deletedAt = now + reapMs;
    this.#replicaSet.missLater(pod);
    this.#records[(pod << WORDS_SHIFT) + RECORD.due] = deletedAt;
    this.#wheel.add(deletedAt, (pod << TAG_SHIFT) | TAG.begin);
  }

  /** Pods are deleted; their ReplicaSet makes others. */
  replace(pods: readonly number[], now: number): void {
    for (const pod of pods) this.delete(pod, now);
    if (this.#replicaSet === undefined) for (const pod of pods) this.#create(pod, now, now);
  }

  /** There are to be more podders than there are: those are made whose places are given. */
  add(places: readonly number[], now: number): void {
    for (const pod of places) this.#create(pod, now, now);
  }

  /** How many podders the ReplicaSet is to have; false where it makes them at once, as it is told to by `add`. */
  want(pods: number, now: number): boolean {
    this.#replicaSet?.want(pods, now);
    return this.#replicaSet !== undefined;
  }

  /** A pod is deleted, with all that its kubelet knows of it; its ReplicaSet misses it, unless that is to come. */
  delete(pod: number, now: number, isMissed = true): void {
    if (this.#population.early.size !== 0) this.#population.early.delete(pod);
    this.unready(pod, now);
    this.#population.replace(pod);
    this.#population.enter(pod, PHASE.gone);
    if (!this.#network.isPlain) this.#network.forget(pod);
    this.#listener?.('deleted', now, pod, -1);
    if (isMissed) this.#replicaSet?.miss(pod, now);
  }

  /** A pod is made in the place of one that is no more, or that never was, and is bound to a node at a time. */
  #create(pod: number, boundAt: number, now: number): void {
    const life = this.#population.livesOf(pod);
    const base = pod << WORDS_SHIFT;
    const madeAt = boundAt + this.#courses.draw(STREAM.replace, pod, life);
    this.#population.enter(pod, PHASE.starting);
    this.#listener?.('created', now, pod, -1);
    if (this.#queue === undefined) {
      this.#startAt(pod, base, madeAt, life);
    } else {
      this.#records[base + RECORD.due] = madeAt;
      this.#wheel.add(madeAt, (pod << TAG_SHIFT) | TAG.begin);
    }
  }

  /** A new pod is made, or has come to its node. */
  begin(pod: number, now: number): void {
    const base = pod << WORDS_SHIFT;
    if (this.#records[base + RECORD.due] !== now) return;
    const phase = this.#state[pod]! & PHASE_BITS;
    if (phase === PHASE.gone) {
      if (this.#replicaSet === undefined || this.#replicaSet.misses(pod, now)) return;
      this.#create(pod, this.#replicaSet.bind(now), now);
    } else if (phase === PHASE.starting && this.#queue !== undefined) {
      this.#queueUp(this.#queue, pod, base, now);
    }
  }

  /** A kubelet looks again later whether a container that waits may start. */
  scheduleRetry(pod: number, base: number, now: number): void {
    const dueAt = this.#backOff.dueAt(this.#records, base);
    const jitter = unit(this.#courses.bits(STREAM.retry, pod, now));
    const retryAt = nextRetryAtMs(now, dueAt, jitter, this.#model.rules) | 0;
    this.#records[base + RECORD.due] = retryAt;
    this.#wheel.add(retryAt, (pod << TAG_SHIFT) | TAG.retry);
  }

  /** Looks again whether a container that waits may start. */
  retry(pod: number, now: number): void {
    const base = pod << WORDS_SHIFT;
    if (this.#records[base + RECORD.due] !== now || (this.#state[pod]! & PHASE_BITS) !== PHASE.waiting)
      return;
    this.#counts[COUNT.events]!++;
    if (now >= this.#backOff.dueAt(this.#records, base)) {
      this.#restart(pod, base, this.#records[base + RECORD.lastEnd]!, now);
    } else {
      this.scheduleRetry(pod, base, now);
    }
  }

  #restart(pod: number, base: number, from: number, now: number): void {
    this.#backOff.restart(this.#records, base, from, now);
    this.#counts[COUNT.restarts]!++;
    const lives = this.#records[base + RECORD.lives]! >> LIVES_SHIFT;
    const restarts = lives - this.#population.bornIn(pod);
    if (restarts > this.#counts[COUNT.mostRestarts]!) this.#counts[COUNT.mostRestarts] = restarts;
    this.#listener?.('restarted', now, pod, -1);
    this.#start(pod, base, now, lives);
  }

  #start(pod: number, base: number, now: number, life: number): void {
    this.#population.enter(pod, PHASE.starting);
    if (this.#queue !== undefined) this.#queueUp(this.#queue, pod, base, now);
    else this.#startAt(pod, base, now, life);
  }

  #startAt(pod: number, base: number, now: number, life: number): void {
    const upAt = now + this.#courses.startMs(pod, life);
    this.#records[base + RECORD.due] = upAt;
    this.#wheel.add(upAt, (pod << TAG_SHIFT) | TAG.up);
  }

  #queueUp(queue: StartQueue, pod: number, base: number, now: number): void {
    this.#records[base + RECORD.due] = NEVER;
    this.#lookAt(queue.nodeOf(pod), queue.enter(pod, now));
  }

  #lookAt(node: number, atMs: number): void {
    if (atMs !== NEVER) this.#wheel.add(atMs, (node << TAG_SHIFT) | TAG.node);
  }

  /** Some starts on a node may have had the processor for as long as they need it; or the ReplicaSet looks at its pods. */
  node(node: number, now: number): void {
    if (this.#replicaSet?.isMeant(node) === true) {
      const excess = this.#replicaSet.pass(now);
      if (excess > 0) this.deleteExcess(excess, now);
      return;
    }
    if (this.#queue === undefined) return;
    const { through, lookAtMs } = this.#queue.look(node, now);
    this.#lookAt(node, lookAtMs);
    for (const pod of through) {
      const base = pod << WORDS_SHIFT;
      // One that was deleted meanwhile, and whose successor waits, is through for its successor: which of the two it is, is the same.
      if ((this.#state[pod]! & PHASE_BITS) !== PHASE.starting || this.#records[base + RECORD.due] !== NEVER)
        continue;
      this.#startAt(pod, base, now, this.#population.livesOf(pod));
    }
  }

  /** The starter's pod is over. */
  leave(pod: number, now: number): void {
    this.#state[pod]! &= ~READY;
    this.#population.enter(pod, PHASE.gone);
    this.#tellEndpoints(pod, now);
  }

  /** A podder answers. */
  up(pod: number, now: number): void {
    const base = pod << WORDS_SHIFT;
    const records = this.#records;
    if (records[base + RECORD.due] !== now || (this.#state[pod]! & PHASE_BITS) !== PHASE.starting) return;
    const life = records[base + RECORD.lives]! >> LIVES_SHIFT;
    this.#population.enter(pod, this.#isImmune(pod, life) ? PHASE.immune : PHASE.susceptible);
    this.#counts[COUNT.events]!++;
    const startedAt = this.#courses.startedAt(
      now,
      pod,
      this.#courses.epochOf(life, this.#population.bornIn(pod)),
    );
    const readyAt = startedAt + this.#courses.draw(STREAM.ready, pod, life);
    this.#wheel.add(readyAt, (pod << TAG_SHIFT) | TAG.ready | (life & LIFE_BITS));
    this.#listener?.('up', now, pod, -1);
  }

  /** Each life but the last ended by being ill. */
  #isImmune(pod: number, life: number): boolean {
    return this.#model.learnsImmunity === true && life > this.#population.bornIn(pod);
  }

  /** Its readiness probe has passed. */
  ready(pod: number, now: number): void {
    const bits = this.#state[pod]!;
    if ((bits & READY) !== 0) return;
    // Whoever fails before the first probe of its readiness will not pass it.
    const phase = bits & PHASE_BITS;
    const isWell = phase === PHASE.susceptible || phase === PHASE.immune;
    if (!isWell && now >= (this.#population.early.get(pod)?.failsAt ?? now)) return;
    this.#state[pod] = bits | READY;
    this.#counts[COUNT.ready]!++;
    this.#counts[COUNT.events]!++;
    this.#tellEndpoints(pod, now);
    this.#listener?.('ready', now, pod, -1);
  }

  /** Its readiness probe has failed often enough, or it is killed. */
  unready(pod: number, now: number): void {
    const bits = this.#state[pod]!;
    if ((bits & READY) === 0) return;
    this.#state[pod] = bits & ~READY;
    this.#counts[COUNT.ready]!--;
    this.#counts[COUNT.events]!++;
    this.#tellEndpoints(pod, now);
    this.#listener?.('unready', now, pod, -1);
  }

  #tellEndpoints(pod: number, now: number): void {
    // A pod's changes follow each other; the time of each is one more draw of its own.
    const delay = this.#courses.draw(STREAM.endpoint, pod, now);
    this.#wheel.add(now + delay, (pod << TAG_SHIFT) | TAG.endpoint);
  }
}
