import type { MachineTimes, Model } from './model.ts';
import type { Shared } from './shared.ts';
import * as RECORD from './record.ts';
import { WORDS_SHIFT } from './pods.ts';
import * as STREAM from './stream.ts';
import * as TAG from './tag.ts';
import { TAG_SHIFT } from './tags.ts';

/** The most pods of one pass. Source: pkg/controller/replicaset/replica_set.go (`BurstReplicas`). */
const MOST_OF_A_PASS = 500;

/** The first batch of a pass; each other one is twice as large. Source: pkg/controller/controller_utils.go (`SlowStartInitialBatchSize`). */
const FIRST_BATCH = 1;

/**
 * How many requests a controller may send at once before its rate counts, as a share of a second's. Source: the defaults 30 and 20 of
 * `--kube-api-burst` and `--kube-api-qps`, pkg/controller/apis/config/v1alpha1/defaults.go and component-base/config.
 */
const BURST_SECONDS = 1.5;

/** Whether pods that are missing are made later than at once. */
export function isPatient({ machine }: Model): boolean {
  return machine.createMs[1] > 0 || machine.createsPerSecond > 0 || machine.scheduleMs > 0;
}

/** The longest from a pod that is missing to one that is bound to a node, in ms, where as many are missing at once. */
export function longestMs({ createMs, createsPerSecond, scheduleMs }: MachineTimes, pods: number): number {
  const passes = Math.ceil(pods / MOST_OF_A_PASS);
  const batches = passes * Math.ceil(Math.log2(Math.min(pods, MOST_OF_A_PASS) / FIRST_BATCH + 1));
  const rateMs = createsPerSecond === 0 ? 0 : (pods * 1_000) / createsPerSecond;
  // Whoever comes while a pass is under way waits for the end of it.
  return Math.ceil(2 * (batches * createMs[1] + rateMs) + pods * scheduleMs);
}

/**
 * The ReplicaSet and the scheduler: pods that are missing are made in passes, and within each in batches of 1, 2, 4 ... of which one
 * begins when all of the one before it are made; no faster than the controller may send requests; and bound to nodes one after another.
 * What goes missing meanwhile waits for the next pass.
 */
export class ReplicaSet {
  readonly #shared: Shared;
  readonly #atFirst: number;
  /** What stands where a node does in an entry of the wheel that is about this. */
  readonly #number: number;
  /** Places without a pod, in the order in which they are filled. */
  #vacant: number[] = [];
  #making = 0;
  /** Places of pods that are there still, and will be deleted. */
  readonly #doomed = new Set<number>();
  #isPassing = false;
  /** When the controller could send a request had it never been allowed more at once, in ms: the generic cell rate algorithm. */
  #freeAt = 0;
  #boundAt = 0;
  #wanted = 0;

  constructor(shared: Shared) {
    this.#shared = shared;
    this.#atFirst = Math.min(shared.model.pods, shared.population.podders);
    this.#number = shared.model.nodes?.count ?? 0;
  }

  /** Whether an entry about a node is about this. */
  isMeant(node: number): boolean {
    return node === this.#number;
  }

  /** Begins anew: none is missing. */
  reset(): void {
    const { podders } = this.#shared.population;
    this.#vacant = Array.from({ length: podders - this.#atFirst }, (_, index) => this.#atFirst + index);
    this.#making = 0;
    this.#doomed.clear();
    this.#isPassing = false;
    this.#freeAt = 0;
    this.#boundAt = 0;
    this.#wanted = this.#atFirst;
  }

  /** How many podders there are to be, at most as many as there is room for. */
  want(pods: number, now: number): void {
    this.#wanted = pods;
    this.#wake(now);
  }

  /** A pod has been deleted. */
  miss(pod: number, now: number): void {
    this.#vacant.push(pod);
    this.#wake(now);
  }

  /** A pod will be deleted, of which `misses` is told. */
  missLater(pod: number): void {
    this.#doomed.add(pod);
  }

  /** Whether a place is that of a pod that was to be deleted, which it is now. */
  misses(pod: number, now: number): boolean {
    if (!this.#doomed.delete(pod)) return false;
    this.miss(pod, now);
    return true;
  }

  #wake(now: number): void {
    if (this.#isPassing) return;
    this.#isPassing = true;
    this.#lookAt(now);
  }

  #lookAt(atMs: number): void {
    this.#shared.wheel.add(atMs, (this.#number << TAG_SHIFT) | TAG.node);
  }

  /** A pass begins, where any are missing. Gives how many there are too many, which are to be deleted. */
  pass(now: number): number {
    const there = this.#shared.population.present + this.#doomed.size;
    const missing = this.#wanted - there - this.#making;
    if (missing <= 0) {
      this.#isPassing = false;
      return -missing;
    }
    const places = this.#vacant.splice(0, Math.min(missing, MOST_OF_A_PASS));
    this.#making += places.length;
    let beginAt = now;
    let endAt = now;
    for (let from = 0, size = FIRST_BATCH; from < places.length; from += size, size *= 2) {
      for (const pod of places.slice(from, from + size)) endAt = Math.max(endAt, this.#make(pod, beginAt));
      beginAt = endAt;
    }
    this.#lookAt(endAt);
    return 0;
  }

  /** Gives when a pod is made whose batch begins at a time. */
  #make(pod: number, beginAt: number): number {
    const { courses, population, wheel } = this.#shared;
    const madeAt = this.#send(beginAt) + courses.draw(STREAM.create, pod, population.livesOf(pod));
    population.records[(pod << WORDS_SHIFT) + RECORD.due] = madeAt;
    wheel.add(madeAt, (pod << TAG_SHIFT) | TAG.begin);
    return madeAt;
  }

  /** Gives when a request can be sent that there is from a time on. */
  #send(fromMs: number): number {
    const { createsPerSecond } = this.#shared.model.machine;
    if (createsPerSecond === 0) return fromMs;
    const intervalMs = 1_000 / createsPerSecond;
    const aheadMs = Math.max(0, BURST_SECONDS * 1_000 - intervalMs);
    const sentAt = Math.max(fromMs, this.#freeAt - aheadMs);
    this.#freeAt = Math.max(fromMs, this.#freeAt) + intervalMs;
    return Math.ceil(sentAt);
  }

  /** A pod is there; gives when the scheduler has bound it to a node. */
  bind(now: number): number {
    this.#making--;
    this.#boundAt = Math.max(this.#boundAt, now) + this.#shared.model.machine.scheduleMs;
    return this.#boundAt;
  }
}
