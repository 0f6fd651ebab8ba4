import type { InfectionTable } from '@pod-contagion/observatory';

/** What has become of some infections since they were last told; a place each in all columns. */
export type InfectionChanges = Readonly<{
  /** Whether all that was told before is to be forgotten. */
  isNew: boolean;
  /** The number of the oldest that is kept: what is older is to be forgotten. */
  first: number;
  /** Number of the infection. */
  id: Uint32Array<ArrayBuffer>;
  pod: Uint32Array<ArrayBuffer>;
  parent: Int32Array<ArrayBuffer>;
  strain: Int32Array<ArrayBuffer>;
  generation: Int32Array<ArrayBuffer>;
  /** In ms since 1970; NaN where it is not known, or has not come yet. */
  exposedAtMs: Float64Array<ArrayBuffer>;
  symptomaticAtMs: Float64Array<ArrayBuffer>;
  endedAtMs: Float64Array<ArrayBuffer>;
}>;

/** How many are told at once: of a page that has just begun there may be a million, and it is to go on drawing. */
export const MOST_AT_ONCE = 5_000;

/** Of how many of those that are over it is still asked who infected them, from the newest. */
const ASKED_AGAIN = 4_096;

/**
 * Tells a worker what has become of infections, in pieces: those that are new, those that were not over, and those whose parent was
 * still unknown. All others stay as they are, so that a piece is as large as the epidemic and not as its past.
 */
export class InfectionFeed {
  readonly #open = new Set<number>();
  #known = 0;
  #epoch = '';
  #cursor = -1;

  /** Whether there is more of it than was told at once. */
  isBehind = false;

  /** What has changed since it was last asked. `epoch` and `cursor` are of the model: going back tells all of it anew. */
  take(table: InfectionTable, epoch: string, cursor: number): InfectionChanges {
    const newest = table.first + table.length;
    const isNew = epoch !== this.#epoch || cursor < this.#cursor || newest < this.#known;
    if (isNew) this.#open.clear();
    const from = isNew ? table.first : Math.max(this.#known, table.first);
    const end = Math.min(newest, from + MOST_AT_ONCE);
    this.isBehind = end < newest;
    const rows: number[] = [];
    for (const id of this.#open) if (id >= table.first) rows.push(id - table.first);
    for (let id = from; id < end; id++) rows.push(id - table.first);
    this.#epoch = epoch;
    this.#cursor = cursor;
    this.#known = end;
    this.#open.clear();
    for (const row of rows) {
      const isOver = table.endedAtMs(row) !== undefined;
      const isAsked = table.parent.at(row) < 0 && table.length - row < ASKED_AGAIN;
      if (!isOver || isAsked) this.#open.add(table.first + row);
    }
    return changesOf(table, rows, isNew);
  }
}

function changesOf(table: InfectionTable, rows: readonly number[], isNew: boolean): InfectionChanges {
  return {
    isNew,
    first: table.first,
    id: Uint32Array.from(rows, (row) => table.first + row),
    pod: Uint32Array.from(rows, (row) => table.pod.at(row)),
    parent: Int32Array.from(rows, (row) => table.parent.at(row)),
    strain: Int32Array.from(rows, (row) => table.strain.at(row)),
    generation: Int32Array.from(rows, (row) => table.generation.at(row)),
    exposedAtMs: Float64Array.from(rows, (row) => table.exposedAtMs(row) ?? NaN),
    symptomaticAtMs: Float64Array.from(rows, (row) => table.symptomaticAtMs(row) ?? NaN),
    endedAtMs: Float64Array.from(rows, (row) => table.endedAtMs(row) ?? NaN),
  };
}
