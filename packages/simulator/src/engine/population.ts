import {
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
import { COUNT, COUNTS } from './tally.ts';

/**
 * How many of what is due at the same time have their records read before anything is done with the first: memory that is far away
 * is then waited for once, and not by each. Worth it from so many pods on, whose records no cache near a processor holds.
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
  /** The lowest bits of each pod's lives: what most entries are checked by, without a look at its record. */
  readonly lives: Uint8Array<ArrayBuffer>;
  /** By COUNT. */
  readonly counts: Float64Array<ArrayBuffer> = new Float64Array(COUNTS);
  /** Those that were infected before they were ready, which are few. */
  readonly early: Map<number, Early> = new Map<number, Early>();
  /** Words of a record, as a power of 2. */
  readonly shift: number;
  /** Whether a record says who was infected by whom. */
  readonly hasLineage: boolean;
  /** Whether records are far away. */
  readonly isLarge: boolean;
  /** What was read ahead comes to something, so that no compiler leaves it out. */
  read = 0;
  #isUsed = false;

  constructor(pods: number, hasLineage: boolean) {
    this.hasLineage = hasLineage;
    this.shift = hasLineage ? LINEAGE_SHIFT : PLAIN_SHIFT;
    this.isLarge = pods >= LARGE;
    this.state = new Uint8Array(pods);
    this.lives = new Uint8Array(pods);
    this.records = new Int32Array(pods << this.shift);
  }

  /** All are up, ready, listed and healthy. */
  reset(): void {
    this.state.fill(PHASE.susceptible | READY | LISTED | WANTED);
    // Memory that nobody has written to yet takes no room.
    if (this.#isUsed) {
      this.records.fill(0);
      this.lives.fill(0);
    }
    this.#isUsed = true;
    this.early.clear();
    this.counts.fill(0);
    this.counts[COUNT.susceptible] = this.state.length;
    this.counts[COUNT.ready] = this.state.length;
  }

  /** How often a pod has been restarted or replaced. */
  livesOf(pod: number): number {
    return this.records[(pod << this.shift) + RECORD.lives]! >> LIVES_SHIFT;
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
    for (const word of this.records) hash = Math.imul(hash ^ word, 0x0100_0193);
    return hash >>> 0;
  }
}
