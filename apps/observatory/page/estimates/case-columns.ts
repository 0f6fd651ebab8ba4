import type { InfectionChanges } from './infection-changes.ts';

/** Infections as estimates read them: a row each, from the oldest; columns are longer than they count. */
export type CaseColumns = Readonly<{
  length: number;
  pod: Uint32Array;
  /** The row of who infected it, or less than 0: PARENT_NONE, PARENT_UNKNOWN; PARENT_FORGOTTEN where it is kept no more. */
  parent: Int32Array;
  strain: Int32Array;
  generation: Int32Array;
  /** In ms since 1970; NaN where it is not known, or has not come yet. */
  exposedAtMs: Float64Array;
  symptomaticAtMs: Float64Array;
  endedAtMs: Float64Array;
}>;

/** In the column of parents: it is known who it was, and nothing of it is kept. */
export const PARENT_FORGOTTEN = -3;

const NAMES = ['pod', 'strain', 'generation', 'exposedAtMs', 'symptomaticAtMs', 'endedAtMs'] as const;

/** Infections in a worker, kept up by what it is told of them. */
export class CaseTable implements CaseColumns {
  length = 0;
  pod: Uint32Array = new Uint32Array(64);
  parent: Int32Array = new Int32Array(64);
  strain: Int32Array = new Int32Array(64);
  generation: Int32Array = new Int32Array(64);
  exposedAtMs: Float64Array = new Float64Array(64);
  symptomaticAtMs: Float64Array = new Float64Array(64);
  endedAtMs: Float64Array = new Float64Array(64);
  #first = 0;

  /** Learns what has changed. */
  learn(changes: InfectionChanges): void {
    if (changes.isNew) {
      this.length = 0;
      this.#first = changes.first;
    }
    this.#forget(changes.first);
    for (const [place, id] of changes.id.entries()) {
      const row = id - this.#first;
      if (row < 0) continue;
      if (row >= this.length) {
        this.#reserve(row + 1);
        this.length = row + 1;
      }
      for (const name of NAMES) this[name][row] = changes[name][place]!;
      const parent = changes.parent[place]!;
      this.parent[row] = parent < 0 ? parent : rowOf(parent, this.#first);
    }
  }

  #forget(first: number): void {
    const count = Math.min(first - this.#first, this.length);
    this.#first = first;
    if (count <= 0) return;
    for (const name of [...NAMES, 'parent'] as const) this[name].copyWithin(0, count, this.length);
    this.length -= count;
    for (let row = 0; row < this.length; row++) {
      const parent = this.parent[row]!;
      if (parent >= 0) this.parent[row] = rowOf(parent, count);
    }
  }

  #reserve(length: number): void {
    if (length <= this.pod.length) return;
    const room = Math.max(length, Math.ceil(this.pod.length * 1.5));
    this.pod = longer(this.pod, new Uint32Array(room));
    this.parent = longer(this.parent, new Int32Array(room));
    this.strain = longer(this.strain, new Int32Array(room));
    this.generation = longer(this.generation, new Int32Array(room));
    this.exposedAtMs = longer(this.exposedAtMs, new Float64Array(room));
    this.symptomaticAtMs = longer(this.symptomaticAtMs, new Float64Array(room));
    this.endedAtMs = longer(this.endedAtMs, new Float64Array(room));
  }
}

function rowOf(id: number, first: number): number {
  return id < first ? PARENT_FORGOTTEN : id - first;
}

function longer<Column extends Uint32Array | Int32Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
