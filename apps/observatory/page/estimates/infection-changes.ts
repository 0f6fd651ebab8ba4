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

/** One loop over all columns: `from` of typed arrays takes some five times as long, and that while a person waits for a drawing. */
function changesOf(table: InfectionTable, rows: readonly number[], isNew: boolean): InfectionChanges {
  const { length } = rows;
  const changes: InfectionChanges = {
    isNew,
    first: table.first,
    id: new Uint32Array(length),
    pod: new Uint32Array(length),
    parent: new Int32Array(length),
    strain: new Int32Array(length),
    generation: new Int32Array(length),
    exposedAtMs: new Float64Array(length),
    symptomaticAtMs: new Float64Array(length),
    endedAtMs: new Float64Array(length),
  };
  for (let place = 0; place < length; place++) {
    const row = rows[place]!;
    changes.id[place] = table.first + row;
    changes.pod[place] = table.pod.at(row);
    changes.parent[place] = table.parent.at(row);
    changes.strain[place] = table.strain.at(row);
    changes.generation[place] = table.generation.at(row);
    changes.exposedAtMs[place] = table.exposedAtMs(row) ?? NaN;
    changes.symptomaticAtMs[place] = table.symptomaticAtMs(row) ?? NaN;
    changes.endedAtMs[place] = table.endedAtMs(row) ?? NaN;
  }
  return changes;
}
