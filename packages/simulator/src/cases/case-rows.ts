import type { Case } from './case.ts';
import type { CaseLog } from './case-log.ts';

/** Nobody, or never. */
const NONE = -1;

/** Words of a case, in this order. */
const WORD = {
  pod: 0,
  life: 1,
  infector: 2,
  generation: 3,
  exposedAt: 4,
  symptomaticAt: 5,
  endedAt: 6,
} as const;
const WORDS = 7;

/** Rows are added by the chunk, so that growing copies nothing; a run of some dozen podders needs one. */
const CHUNK_BITS = 12;
const CHUNK_ROWS = 2 ** CHUNK_BITS;

/** Cases in typed arrays that grow, 28 bytes each. Times are whole milliseconds below 2^31, as the engine's. */
export class CaseRows implements CaseLog {
  readonly #chunks: Int32Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes that are held, of cases or for further ones. */
  get bytes(): number {
    return this.#chunks.length * CHUNK_ROWS * WORDS * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Forgets all cases, and keeps the memory for those to come. */
  clear(): void {
    this.#size = 0;
  }

  /** Adds a case, which has been exposed and no more, and gives its id; `infector` is -1 for one from outside. */
  add(pod: number, life: number, infector: number, generation: number, exposedAtMs: number): number {
    const id = this.#size++;
    if (id >> CHUNK_BITS === this.#chunks.length) this.#chunks.push(new Int32Array(CHUNK_ROWS * WORDS));
    const chunk = this.#chunks[id >> CHUNK_BITS]!;
    const row = rowOf(id);
    chunk[row + WORD.pod] = pod;
    chunk[row + WORD.life] = life;
    chunk[row + WORD.infector] = infector;
    chunk[row + WORD.generation] = generation;
    chunk[row + WORD.exposedAt] = exposedAtMs;
    chunk[row + WORD.symptomaticAt] = NONE;
    chunk[row + WORD.endedAt] = NONE;
    return id;
  }

  /** Says when a case fell ill. */
  setSymptomatic(id: number, atMs: number): void {
    this.#chunks[id >> CHUNK_BITS]![rowOf(id) + WORD.symptomaticAt] = atMs;
  }

  /** Says when a case ended. */
  setEnded(id: number, atMs: number): void {
    this.#chunks[id >> CHUNK_BITS]![rowOf(id) + WORD.endedAt] = atMs;
  }

  /** The generation of a case. */
  generationOf(id: number): number {
    return this.#chunks[id >> CHUNK_BITS]![rowOf(id) + WORD.generation]!;
  }

  /** The case that infected one; -1 for one from outside. */
  infectorOf(id: number): number {
    return this.#chunks[id >> CHUNK_BITS]![rowOf(id) + WORD.infector]!;
  }

  /** One by its id; undefined where there is none. */
  get(id: number): Case | undefined {
    return id >= 0 && id < this.#size ? this.#read(id) : undefined;
  }

  *[Symbol.iterator](): Generator<Case, void, undefined> {
    for (let id = 0; id < this.#size; id++) yield this.#read(id);
  }

  #read(id: number): Case {
    const chunk = this.#chunks[id >> CHUNK_BITS]!;
    const row = rowOf(id);
    return {
      id,
      pod: chunk[row + WORD.pod]!,
      life: chunk[row + WORD.life]!,
      infector: unlessNone(chunk[row + WORD.infector]!),
      generation: chunk[row + WORD.generation]!,
      exposedAtMs: chunk[row + WORD.exposedAt]!,
      symptomaticAtMs: unlessNone(chunk[row + WORD.symptomaticAt]!),
      endedAtMs: unlessNone(chunk[row + WORD.endedAt]!),
    };
  }
}

function rowOf(id: number): number {
  return (id & (CHUNK_ROWS - 1)) * WORDS;
}

function unlessNone(word: number): number | undefined {
  return word === NONE ? undefined : word;
}
