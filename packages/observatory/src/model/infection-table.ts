import { UNKNOWN } from '../protocol/codes.ts';
import type { InfectionCourse, InfectionRow } from '../protocol/frame.ts';
import type { InfectionColumns } from '../protocol/snapshot.ts';
import { float64, int32, uint32, type Growing } from './growing.ts';

/** How many infections a page keeps; of more, the oldest tenth is forgotten. */
export const MAX_INFECTIONS = 1_000_000;

/** In a column of times: not known, or not yet. Times are ms after `baseMs`, plus one. */
const NO_TIME = 0;

/** Every infection that is kept, by its number less `first`. */
export class InfectionTable {
  first = 0;
  baseMs = 0;
  readonly pod: Growing<Uint32Array> = uint32();
  readonly parent: Growing<Int32Array> = int32();
  readonly generation: Growing<Int32Array> = int32();
  readonly strain: Growing<Int32Array> = int32();
  readonly sent: Growing<Int32Array> = int32();
  readonly answered: Growing<Int32Array> = int32();
  /** Twelve hexadecimal digits, as a number; -1 for none. */
  readonly #container: Growing<Float64Array> = float64();
  readonly #exposed: Growing<Uint32Array> = uint32();
  readonly #symptomatic: Growing<Uint32Array> = uint32();
  readonly #ended: Growing<Uint32Array> = uint32();
  readonly #columns: readonly Readonly<{ clear: () => void; dropFirst: (count: number) => void }>[];
  readonly #limit: number;

  constructor(limit: number = MAX_INFECTIONS) {
    this.#limit = limit;
    const told = [this.pod, this.parent, this.generation, this.strain, this.sent, this.answered];
    this.#columns = [...told, this.#container, this.#exposed, this.#symptomatic, this.#ended];
  }

  get length(): number {
    return this.pod.length;
  }

  /** In ms since 1970; undefined where it is not known, or has not come yet. */
  exposedAtMs(row: number): number | undefined {
    return this.#time(this.#exposed, row);
  }

  symptomaticAtMs(row: number): number | undefined {
    return this.#time(this.#symptomatic, row);
  }

  endedAtMs(row: number): number | undefined {
    return this.#time(this.#ended, row);
  }

  /** When infections began, for those who ask of all of them: ms after `baseMs` and one, or 0 where it is not known. */
  get exposedOffsets(): Uint32Array {
    return this.#exposed.array;
  }

  /** When they ended, in the same way. */
  get endedOffsets(): Uint32Array {
    return this.#ended.array;
  }

  /** The first twelve hexadecimal digits of its container's id; '' for none. */
  container(row: number): string {
    const digits = this.#container.at(row);
    return digits < 0 ? '' : digits.toString(16).padStart(12, '0');
  }

  /** Begins anew with these; times are kept from `baseMs` on. */
  load(columns: InfectionColumns, baseMs: number): void {
    for (const column of this.#columns) column.clear();
    this.first = columns.first;
    this.baseMs = baseMs;
    for (let row = 0; row < columns.pod.length; row++) {
      this.pod.push(columns.pod[row] ?? 0);
      this.parent.push(columns.parent[row] ?? UNKNOWN);
      this.generation.push(columns.generation[row] ?? UNKNOWN);
      this.strain.push(columns.strain[row] ?? UNKNOWN);
      this.#container.push(digitsOf(columns.container[row] ?? ''));
      this.#exposed.push(this.#offset(columns.exposedAt[row] ?? null));
      this.#symptomatic.push(this.#offset(columns.symptomaticAt[row] ?? null));
      this.#ended.push(this.#offset(columns.endedAt[row] ?? null));
      this.sent.push(columns.sent[row] ?? UNKNOWN);
      this.answered.push(columns.answered[row] ?? UNKNOWN);
    }
  }

  /** Adds one, or all that is known of it now. */
  put(atMs: number, row: InfectionRow): void {
    const [id, pod, parent, generation, strain, exposed, , , , , container] = row;
    const place = id - this.first;
    if (place < 0) return;
    this.pod.set(place, pod);
    this.parent.set(place, parent);
    this.generation.set(place, generation);
    this.strain.set(place, strain);
    this.#container.set(place, digitsOf(container));
    this.#exposed.set(place, this.#ago(atMs, exposed));
    this.follow(atMs, [id, row[6], row[7], row[8], row[9]]);
    if (this.length > this.#limit) this.#forget(Math.ceil(this.#limit / 10));
  }

  /** What one has come to. */
  follow(atMs: number, [id, symptomatic, ended, sent, answered]: InfectionCourse): void {
    const place = id - this.first;
    if (place < 0) return;
    this.#symptomatic.set(place, this.#ago(atMs, symptomatic));
    this.#ended.set(place, this.#ago(atMs, ended));
    this.sent.set(place, sent);
    this.answered.set(place, answered);
  }

  #forget(count: number): void {
    this.first += count;
    for (const column of this.#columns) column.dropFirst(count);
  }

  #time(column: Growing<Uint32Array>, row: number): number | undefined {
    const value = column.at(row);
    return value === NO_TIME ? undefined : this.baseMs + value - 1;
  }

  #ago(atMs: number, ms: number | null): number {
    return this.#offset(ms === null ? null : atMs - ms);
  }

  #offset(timeMs: number | null): number {
    return timeMs === null ? NO_TIME : Math.max(0, Math.round(timeMs - this.baseMs)) + 1;
  }
}

function digitsOf(container: string): number {
  return /^[0-9a-f]{1,12}$/.test(container) ? Number.parseInt(container, 16) : UNKNOWN;
}
