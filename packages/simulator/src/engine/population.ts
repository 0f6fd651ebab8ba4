import { mostPods } from './intervention.ts';
import type { Model } from './model.ts';
import * as PHASE from './phase.ts';
import * as RECORD from './record.ts';
import { LISTED, LIVES_SHIFT, PHASE_BITS, READY, WANTED, WORDS, WORDS_SHIFT } from './pods.ts';
import * as COUNT from './count.ts';

/**
 * How many of what is due at the same time have their records and states read before anything is done with the first: memory that is
 * far away is then waited for once, and not by each. Worth it from so many pods on, whose records no cache near a processor holds.
 */
export const BATCH = 32;
const LARGE = 20_000;

/** What is kept of a podder that was infected before it was ready. */
export type Early = Readonly<{
  failsAt: number;
  /** When its startup probe, which it never passes, has failed often enough; undefined where it passes it in time. */
  detectedAt: number | undefined;
}>;

/** What is known of each pod, and how many there are of which kind. */
export class Population {
  readonly state: Uint8Array<ArrayBuffer>;
  readonly records: Int32Array<ArrayBuffer>;
  /** By COUNT. */
  readonly counts: Float64Array<ArrayBuffer> = new Float64Array(COUNT.events + 1);
  /** Those that were infected before they were ready, which are few. */
  readonly early: Map<number, Early> = new Map<number, Early>();
  /** Who was infected by whom; empty where it is not kept. */
  readonly lineage: Int32Array<ArrayBuffer>;
  readonly hasLineage: boolean;
  /** Whether records are far away. */
  readonly isLarge: boolean;
  /** In which life of each place its present pod began, where something else than deaths makes new pods. */
  readonly #bornIn: Int32Array<ArrayBuffer> | undefined;
  /** How many podders there may be at most: their numbers come first, then those of the immune, then that of a starter. */
  readonly podders: number;
  /** Whether any pod has been replaced: what is due for one may be about its predecessor since. */
  isAnyReplaced = false;
  /** What was read ahead comes to something, so that no compiler leaves it out. */
  read = 0;
  readonly #first: number;
  readonly #immune: number;
  #isUsed = false;

  constructor(model: Model, hasLineage: boolean) {
    const { immune = 0, starterUntilMs } = model;
    this.podders = placesOf(model);
    this.#first = Math.min(model.pods, this.podders);
    this.#immune = immune;
    const pods = this.podders + immune + (starterUntilMs === undefined ? 0 : 1);
    this.hasLineage = hasLineage;
    this.isLarge = pods >= LARGE;
    this.#bornIn = makesPods(model) ? new Int32Array(pods) : undefined;
    this.state = new Uint8Array(pods);
    this.records = new Int32Array(pods * WORDS);
    this.lineage = new Int32Array(hasLineage ? pods * WORDS : 0);
  }

  /** All that there are at first are up, ready, listed and healthy. */
  reset(): void {
    const { counts, podders, state } = this;
    const listed = READY | LISTED | WANTED;
    const immuneTo = podders + this.#immune;
    state.fill(PHASE.susceptible | listed, 0, this.#first);
    state.fill(PHASE.gone, this.#first, podders);
    state.fill(PHASE.immune | listed, podders, immuneTo);
    state.fill(PHASE.starter | listed, immuneTo);
    // Memory that nobody has written to yet takes no room.
    if (this.#isUsed) {
      this.records.fill(0);
      this.lineage.fill(0);
    }
    this.#isUsed = true;
    this.isAnyReplaced = false;
    this.early.clear();
    this.#bornIn?.fill(0);
    counts.fill(0);
    counts[COUNT.susceptible] = this.#first;
    counts[COUNT.gone] = podders - this.#first;
    counts[COUNT.immune] = this.#immune;
    counts[COUNT.starter] = state.length - immuneTo;
    counts[COUNT.ready] = this.#first;
  }

  /** How many the Service lists at first. */
  get listedAtFirst(): number {
    return this.#first + this.state.length - this.podders;
  }

  /** Bytes of all this. */
  get bytes(): number {
    return this.state.byteLength + this.records.byteLength + this.lineage.byteLength;
  }

  /** How many podders there are, in whatever phase. A starter that has left is gone as well, and was none of them. */
  get present(): number {
    const starters = this.state.length - this.podders - this.#immune;
    const left = starters - this.counts[COUNT.starter]!;
    return this.podders - (this.counts[COUNT.gone]! - left);
  }

  /** The number of the starter, where there is one. */
  get starter(): number {
    return this.state.length - 1;
  }

  /** How often a pod has been restarted or replaced. */
  livesOf(pod: number): number {
    return this.records[(pod << WORDS_SHIFT) + RECORD.lives]! >> LIVES_SHIFT;
  }

  /** In which life of a place its present pod began. */
  bornIn(pod: number): number {
    return this.#bornIn === undefined ? 0 : this.#bornIn[pod]!;
  }

  /** Another pod takes a pod's place: without a back-off, and nothing that waits for the old one is about it. */
  replace(pod: number): number {
    this.isAnyReplaced = true;
    const { records } = this;
    const base = pod << WORDS_SHIFT;
    const lives = (records[base + RECORD.lives]! >> LIVES_SHIFT) + 1;
    records[base + RECORD.lives] = lives << LIVES_SHIFT;
    records[base + RECORD.lastEnd] = 0;
    records[base + RECORD.backoffChanged] = 0;
    records[base + RECORD.due] = 0;
    if (this.#bornIn !== undefined) this.#bornIn[pod] = lives;
    return lives;
  }

  /** Puts a pod into another phase. */
  enter(pod: number, phase: number): void {
    const { counts, state } = this;
    const bits = state[pod]!;
    counts[bits & PHASE_BITS]!--;
    counts[phase]!++;
    state[pod] = (bits & ~PHASE_BITS) | phase;
  }

  /** A hash of all of it, by which two runs are compared: FNV-1a of the states and of the words of records. */
  digest(): number {
    let hash = 0x811c_9dc5;
    for (const bits of this.state) hash = Math.imul(hash ^ bits, 0x0100_0193);
    for (let base = 0; base < this.records.length; base += WORDS) {
      for (const words of this.hasLineage ? [this.records, this.lineage] : [this.records]) {
        for (let at = base; at < base + WORDS; at++) hash = Math.imul(hash ^ words[at]!, 0x0100_0193);
      }
    }
    return hash >>> 0;
  }
}

/** Whether pods are deleted or made from outside. */
function makesPods({ interventions = [] }: Model): boolean {
  return interventions.some(({ action: { type } }) => type === 'kill' || type === 'scale');
}

/** How many podders there may be at most at once: as many as are ever asked for, and as the nodes have room for. */
export function placesOf({ pods, nodes, interventions }: Model): number {
  const room = nodes === undefined ? Infinity : nodes.count * nodes.capacity;
  return Math.min(mostPods(pods, interventions), room);
}
