import { CODE, CONDITION_COUNT } from '../protocol/codes.ts';
import type { HistoryColumns } from '../protocol/snapshot.ts';
import { float64, uint32, uint8, type Growing } from './growing.ts';
import type { PodTable } from './pod-table.ts';

/** What all pods were at one moment: columns by the rows of the table of pods, as long as it was then. */
export type Moment = Readonly<{
  tMs: number;
  condition: Uint8Array;
  ready: Uint8Array;
  restarts: Uint32Array;
}>;

/** What a pod was from a moment on. */
export type Change = Readonly<{
  tMs: number;
  row: number;
  condition: number;
  ready: number;
  restarts: number;
}>;

/** How many changes lie between two moments that are kept whole, at least; more where there are many pods. */
const MIN_STRIDE = 2_000;

/** How many changes are kept: 14 bytes each. */
const MAX_CHANGES = 2_000_000;

/**
 * What every pod was at any moment that was followed: the changes, and from time to time all pods at once, so that any moment is found
 * by a few thousand changes. And the counts, at each frame.
 */
export class Timeline {
  readonly #moments: Moment[] = [];
  /** For each moment, how many of all changes that ever were came before it. */
  readonly #before: number[] = [];
  #dropped = 0;
  readonly #t: Growing<Float64Array> = float64();
  readonly #pod: Growing<Uint32Array> = uint32();
  readonly #what: Growing<Uint8Array> = uint8();
  readonly #restarts: Growing<Uint32Array> = uint32();

  /** The curve: when, how many of each condition, how many ready, restarts of all. */
  readonly curve: Readonly<{
    t: Growing<Float64Array>;
    counts: readonly Growing<Uint32Array>[];
    ready: Growing<Uint32Array>;
    restarts: Growing<Uint32Array>;
  }> = {
    t: float64(),
    counts: Array.from({ length: CONDITION_COUNT }, () => uint32()),
    ready: uint32(),
    restarts: uint32(),
  };

  /** The first moment that can be gone back to, and the last, in ms since 1970; undefined before there is any. */
  get span(): readonly [fromMs: number, untilMs: number] | undefined {
    const first = this.#moments[0];
    if (first === undefined) return undefined;
    return [first.tMs, Math.max(first.tMs, this.curve.t.at(this.curve.t.length - 1))];
  }

  /** Begins anew: with the curve up to now, and pods as they are. */
  load(tMs: number, pods: PodTable, history: HistoryColumns): void {
    this.#moments.length = 0;
    this.#before.length = 0;
    this.#dropped = 0;
    const { t, counts, ready, restarts } = this.curve;
    for (const column of [this.#t, this.#pod, this.#what, this.#restarts, t, ...counts, ready, restarts]) {
      column.clear();
    }
    for (let point = 0; point < history.t.length; point++) {
      t.push(history.t[point] ?? 0);
      counts.forEach((column, code) => column.push(history.counts[code]?.[point] ?? 0));
      ready.push(history.ready[point] ?? 0);
      restarts.push(history.restarts[point] ?? 0);
    }
    this.#keep(tMs, pods);
  }

  /** Notes what a pod is from now on. */
  note(tMs: number, row: number, condition: number, ready: number, restarts: number): void {
    this.#t.push(tMs);
    this.#pod.push(row);
    this.#what.push(condition * 2 + ready);
    this.#restarts.push(restarts);
  }

  /** Notes the counts, after all changes of a frame. */
  point(tMs: number, pods: PodTable, counts: ArrayLike<number>, ready: number, restarts: number): void {
    this.curve.t.push(tMs);
    this.curve.counts.forEach((column, code) => column.push(counts[code] ?? 0));
    this.curve.ready.push(ready);
    this.curve.restarts.push(restarts);
    const since = this.#dropped + this.#t.length - (this.#before.at(-1) ?? 0);
    if (since >= Math.max(MIN_STRIDE, 2 * pods.length)) this.#keep(tMs, pods);
    if (this.#t.length > MAX_CHANGES) this.#forget();
  }

  /** All pods at a moment; the first that is kept where it was before, pods that came later are not in it. */
  at(tMs: number): Moment | undefined {
    const index = Math.max(
      0,
      lastUpTo(this.#moments.length, (place) => this.#moments[place]!.tMs <= tMs),
    );
    const kept = this.#moments[index];
    if (kept === undefined) return undefined;
    const from = (this.#before[index] ?? 0) - this.#dropped;
    const until = 1 + lastUpTo(this.#t.length, (place) => this.#t.at(place) <= tMs);
    let length = kept.condition.length;
    for (let change = from; change < until; change++) length = Math.max(length, this.#pod.at(change) + 1);
    const condition = new Uint8Array(length).fill(CODE.gone);
    const ready = new Uint8Array(length);
    const restarts = new Uint32Array(length);
    condition.set(kept.condition);
    ready.set(kept.ready);
    restarts.set(kept.restarts);
    for (let change = from; change < until; change++) {
      const row = this.#pod.at(change);
      const what = this.#what.at(change);
      condition[row] = what >> 1;
      ready[row] = what & 1;
      restarts[row] = this.#restarts.at(change);
    }
    return { tMs, condition, ready, restarts };
  }

  /** All changes that are kept, from the first moment of `span` on, in their order. */
  *changes(): Generator<Change, void, undefined> {
    for (let change = (this.#before[0] ?? 0) - this.#dropped; change < this.#t.length; change++) {
      const what = this.#what.at(change);
      yield {
        tMs: this.#t.at(change),
        row: this.#pod.at(change),
        condition: what >> 1,
        ready: what & 1,
        restarts: this.#restarts.at(change),
      };
    }
  }

  #keep(tMs: number, { length, condition, ready, restarts }: PodTable): void {
    this.#moments.push({
      tMs,
      condition: condition.array.slice(0, length),
      ready: ready.array.slice(0, length),
      restarts: restarts.array.slice(0, length),
    });
    this.#before.push(this.#dropped + this.#t.length);
  }

  /** Forgets what came before the second quarter of the moments. */
  #forget(): void {
    const index = Math.ceil(this.#moments.length / 4);
    const count = (this.#before[index] ?? 0) - this.#dropped;
    this.#moments.splice(0, index);
    this.#before.splice(0, index);
    this.#dropped += count;
    for (const column of [this.#t, this.#pod, this.#what, this.#restarts]) column.dropFirst(count);
  }
}

/** The last place of which something that is true of the first ones is true; -1 where it is of none. */
export function lastUpTo(length: number, isTrue: (place: number) => boolean): number {
  let low = -1;
  let high = length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) low = middle;
    else high = middle;
  }
  return low;
}
