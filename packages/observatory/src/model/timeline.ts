import { CODE, CONDITION_COUNT } from '../protocol/codes.ts';
import type { HistoryColumns } from '../protocol/snapshot.ts';
import { float64, uint32, type Growing } from './growing.ts';
import { Narrow, narrowed } from './narrow.ts';
import { PodChanges, type PodStates } from './pod-changes.ts';
import type { PodTable } from './pod-table.ts';

/** What all pods were at one moment, as many as there were then. */
export type Moment = PodStates & Readonly<{ tMs: number }>;

/** Such a moment as it is kept: the numbers of restarts are small mostly. */
type KeptMoment = Omit<Moment, 'restarts'> & Readonly<{ restarts: ArrayLike<number> }>;

/** What a pod was from a moment on. */
export type Change = Readonly<{
  tMs: number;
  row: number;
  condition: number;
  ready: number;
  restarts: number;
}>;

/** How many changes lie between two moments that are kept whole, at least; more where there are many pods. */
const MIN_STRIDE = 8_000;
const STRIDE_OF_PODS = 8;

/** How many changes are kept: two bytes each, or four. */
const MAX_CHANGES = 2_000_000;

/**
 * What every pod was at any moment that was followed: the changes, and from time to time all pods at once, so that any moment is found
 * by a few thousand changes. And the counts, at each frame.
 */
export class Timeline {
  readonly #moments: KeptMoment[] = [];
  /** For each of these moments, the number of the change that came next. */
  readonly #before: number[] = [];
  readonly #changes = new PodChanges();
  /** For each point of the curve, the number of the change that came next. */
  readonly #next: Growing<Uint32Array> = uint32();

  /** The curve: when, how many of each condition, how many ready, restarts of all. */
  readonly curve: Readonly<{
    t: Growing<Float64Array>;
    counts: readonly Narrow[];
    ready: Narrow;
    restarts: Growing<Uint32Array>;
  }> = {
    t: float64(),
    counts: Array.from({ length: CONDITION_COUNT }, () => new Narrow()),
    ready: new Narrow(),
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
    this.#changes.load(pods);
    const { t, counts, ready, restarts } = this.curve;
    for (const column of [t, ...counts, ready, restarts, this.#next]) column.clear();
    for (let point = 0; point < history.t.length; point++) {
      t.push(history.t[point] ?? 0);
      counts.forEach((column, code) => column.push(history.counts[code]?.[point] ?? 0));
      ready.push(history.ready[point] ?? 0);
      restarts.push(history.restarts[point] ?? 0);
      this.#next.push(0);
    }
    this.#keep(tMs, pods);
  }

  /** Notes what a pod is from the next point on. */
  note(row: number, condition: number, ready: number, restarts: number): void {
    this.#changes.add(row, condition, ready, restarts);
  }

  /** Notes the counts, after all changes of a frame. */
  point(tMs: number, pods: PodTable, counts: ArrayLike<number>, ready: number, restarts: number): void {
    this.curve.t.push(tMs);
    for (let code = 0; code < CONDITION_COUNT; code++) this.curve.counts[code]!.push(counts[code] ?? 0);
    this.curve.ready.push(ready);
    this.curve.restarts.push(restarts);
    this.#next.push(this.#changes.end);
    const since = this.#changes.end - (this.#before.at(-1) ?? 0);
    if (since >= Math.max(MIN_STRIDE, STRIDE_OF_PODS * pods.length)) this.#keep(tMs, pods);
    if (this.#changes.length > MAX_CHANGES) this.#forget();
  }

  /** All pods at a moment; the first that is kept where it was before, pods that came later are not in it. */
  at(tMs: number): Moment | undefined {
    const index = Math.max(
      0,
      lastUpTo(this.#moments.length, (place) => this.#moments[place]!.tMs <= tMs),
    );
    const kept = this.#moments[index];
    if (kept === undefined) return undefined;
    const from = this.#before[index] ?? 0;
    const { t } = this.curve;
    const until = this.#next.at(lastUpTo(t.length, (place) => t.at(place) <= tMs));
    let { length } = kept.condition;
    for (let change = from; change < until; change++) {
      length = Math.max(length, this.#changes.rowOf(change) + 1);
    }
    const states = copyOf(kept, length);
    for (let change = from; change < until; change++) this.#changes.apply(change, states);
    return { tMs, ...states };
  }

  /** All changes that are kept, from the first moment of `span` on, in their order. */
  *changes(): Generator<Change, void, undefined> {
    const first = this.#moments[0];
    if (first === undefined) return;
    let states = copyOf(first, 0);
    let change = this.#before[0] ?? 0;
    for (let point = 0; point < this.#next.length; point++) {
      for (; change < this.#next.at(point); change++) {
        const row = this.#changes.rowOf(change);
        if (row >= states.condition.length) states = copyOf(states, 2 * row + 64);
        this.#changes.apply(change, states);
        yield {
          tMs: this.curve.t.at(point),
          row,
          condition: states.condition[row]!,
          ready: states.ready[row]!,
          restarts: states.restarts[row]!,
        };
      }
    }
  }

  #keep(tMs: number, { length, condition, ready, restarts }: PodTable): void {
    this.#moments.push({
      tMs,
      condition: condition.array.slice(0, length),
      ready: ready.array.slice(0, length),
      restarts: narrowed(restarts.array.subarray(0, length)),
    });
    this.#before.push(this.#changes.end);
  }

  /** Forgets what came before the second quarter of the moments. */
  #forget(): void {
    const index = Math.ceil(this.#moments.length / 4);
    this.#changes.forgetBefore(this.#before[index] ?? 0);
    this.#moments.splice(0, index);
    this.#before.splice(0, index);
  }
}

/** The same states with room for so many pods at least; those that are new are not there yet. */
function copyOf({ condition, ready, restarts }: Omit<KeptMoment, 'tMs'>, room: number): PodStates {
  const length = Math.max(room, condition.length);
  const states = {
    condition: new Uint8Array(length).fill(CODE.gone),
    ready: new Uint8Array(length),
    restarts: new Uint32Array(length),
  };
  states.condition.set(condition);
  states.ready.set(ready);
  states.restarts.set(restarts);
  return states;
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
