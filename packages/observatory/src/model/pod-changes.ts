import { uint32, type Growing } from './growing.ts';
import { Narrow } from './narrow.ts';
import type { PodTable } from './pod-table.ts';

/** What pods were at one moment: columns by the rows of the table of pods. */
export type PodStates = Readonly<{ condition: Uint8Array; ready: Uint8Array; restarts: Uint32Array }>;

/**
 * What is kept of a change, in 32 bits at most: from the lowest whether the pod is ready, its condition, restarts since the change
 * before it of that pod, of which the greatest is a leap, and its row, as many as a recording can tell of: the first 1,024 leave the
 * upper 16 bits free.
 */
const CONDITION_SHIFT = 1;
const RESTARTS_SHIFT = 4;
const LEAP = 3;
const ROW_SHIFT = 6;

/**
 * Every change of a pod, in their order, in two bytes each where there are few pods, else in four: which pod, what it is now, and how
 * often it was restarted since. Changes are numbered over all that ever were, and the first of them may be forgotten.
 */
export class PodChanges {
  /** How many were forgotten: the number of the first that is kept. */
  first = 0;
  readonly #what = new Narrow();
  /** Restarts of each pod after its last change. */
  readonly #restarts: Growing<Uint32Array> = uint32();
  /** Restarts after a change which were more, or fewer, than those bits can say, by its number. */
  readonly #leaps = new Map<number, number>();

  /** The number that the next one gets. */
  get end(): number {
    return this.first + this.#what.length;
  }

  /** How many are kept. */
  get length(): number {
    return this.#what.length;
  }

  /** Begins anew, with pods as they are. */
  load(pods: PodTable): void {
    this.first = 0;
    this.#leaps.clear();
    this.#what.clear();
    this.#restarts.clear();
    for (let row = 0; row < pods.length; row++) this.#restarts.set(row, pods.restarts.at(row));
  }

  add(row: number, condition: number, ready: number, restarts: number): void {
    const since = restarts - this.#restarts.at(row);
    const isLeap = since < 0 || since >= LEAP;
    if (isLeap) this.#leaps.set(this.end, restarts);
    const kept = isLeap ? LEAP : since;
    this.#what.push(
      ((row << ROW_SHIFT) | (kept << RESTARTS_SHIFT) | (condition << CONDITION_SHIFT) | ready) >>> 0,
    );
    this.#restarts.set(row, restarts);
  }

  /** Which pod changed: its row. */
  rowOf(change: number): number {
    return this.#what.at(change - this.first) >>> ROW_SHIFT;
  }

  /** Makes of what pods were before a change what they were after it. */
  apply(change: number, { condition, ready, restarts }: PodStates): void {
    const what = this.#what.at(change - this.first);
    const row = what >>> ROW_SHIFT;
    const since = (what >> RESTARTS_SHIFT) & 3;
    condition[row] = (what >> CONDITION_SHIFT) & 7;
    ready[row] = what & 1;
    restarts[row] = since === LEAP ? (this.#leaps.get(change) ?? 0) : restarts[row]! + since;
  }

  /** Forgets all before one. */
  forgetBefore(change: number): void {
    this.#what.dropFirst(change - this.first);
    this.first = change;
    for (const leap of this.#leaps.keys()) if (leap < change) this.#leaps.delete(leap);
  }
}
