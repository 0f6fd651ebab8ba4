import type { HistoryColumns } from '../protocol/snapshot.ts';
import { CONDITION_COUNT } from '../protocol/codes.ts';
import { HISTORY_INTERVAL_MS, HISTORY_POINTS } from './limits.ts';

/** How many pods were what up to now, in so many points however long that is: when it is full, each second one goes, and they come half as often. */
export class History {
  #intervalMs: number;
  readonly #limit: number;
  readonly #t: number[] = [];
  readonly #counts: number[][] = Array.from({ length: CONDITION_COUNT }, () => []);
  readonly #ready: number[] = [];
  readonly #restarts: number[] = [];

  constructor(limit: number = HISTORY_POINTS, intervalMs: number = HISTORY_INTERVAL_MS) {
    this.#limit = limit;
    this.#intervalMs = intervalMs;
  }

  /** Whether it is time for another point. */
  isDue(tMs: number): boolean {
    return tMs >= (this.#t.at(-1) ?? -Infinity) + this.#intervalMs;
  }

  /** Adds a point; `counts` by code. */
  push(tMs: number, counts: ArrayLike<number>, ready: number, restarts: number): void {
    this.#t.push(tMs);
    this.#counts.forEach((column, code) => column.push(counts[code] ?? 0));
    this.#ready.push(ready);
    this.#restarts.push(restarts);
    if (this.#t.length < this.#limit) return;
    this.#intervalMs *= 2;
    for (const column of [this.#t, ...this.#counts, this.#ready, this.#restarts]) halve(column);
  }

  /** The columns as they are now; they are the history's own. */
  columns(): HistoryColumns {
    return { t: this.#t, counts: this.#counts, ready: this.#ready, restarts: this.#restarts };
  }
}

function halve(column: number[]): void {
  const length = Math.ceil(column.length / 2);
  for (let place = 0; place < length; place++) column[place] = column[2 * place] ?? 0;
  column.length = length;
}
