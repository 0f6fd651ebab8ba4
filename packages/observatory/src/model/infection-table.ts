import { UNKNOWN } from '../protocol/codes.ts';
import type { InfectionColumns } from '../protocol/snapshot.ts';
import { containerOf, digitsOf } from './container.ts';
import { Containers } from './containers.ts';
import { int32, uint32, type Growing } from './growing.ts';
import { Narrow } from './narrow.ts';
import { COURSE_FIELDS, INFECTION_FIELDS, type PackedFrames } from './packed-frames.ts';

/** How many infections a page keeps; of more, the oldest tenth is forgotten. */
export const MAX_INFECTIONS = 1_000_000;

/** In a column of times: not known, or not yet. Times are ms after `baseMs`, plus one. */
const NO_TIME = 0;

/** Every infection that is kept, by its number less `first`. */
export class InfectionTable {
  first = 0;
  baseMs = 0;
  readonly pod: Narrow = new Narrow();
  readonly parent: Growing<Int32Array> = int32();
  readonly generation: Narrow = new Narrow(UNKNOWN);
  readonly strain: Narrow = new Narrow(UNKNOWN);
  readonly sent: Narrow = new Narrow(UNKNOWN);
  readonly answered: Narrow = new Narrow(UNKNOWN);
  readonly #container = new Containers();
  readonly #exposed: Growing<Uint32Array> = uint32();
  readonly #symptomatic: Growing<Uint32Array> = uint32();
  readonly #ended: Growing<Uint32Array> = uint32();
  readonly #wide: readonly Growing<Uint32Array | Int32Array>[];
  readonly #columns: readonly Readonly<{
    clear: () => void;
    dropFirst: (count: number) => void;
  }>[];
  readonly #limit: number;

  constructor(limit: number = MAX_INFECTIONS) {
    this.#limit = limit;
    this.#wide = [this.parent, this.#exposed, this.#symptomatic, this.#ended];
    const told = [this.pod, this.generation, this.strain, this.sent, this.answered, this.#container];
    this.#columns = [...told, ...this.#wide];
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

  /** When they fell ill, and when they ended, in the same way. */
  get symptomaticOffsets(): Uint32Array {
    return this.#symptomatic.array;
  }

  get endedOffsets(): Uint32Array {
    return this.#ended.array;
  }

  /** The first twelve hexadecimal digits of its container's id; '' for none. */
  container(row: number): string {
    return containerOf(this.#container.at(row));
  }

  /** Begins anew with these; times are kept from `baseMs` on. */
  load(columns: InfectionColumns, baseMs: number): void {
    for (const column of this.#columns) column.clear();
    this.first = columns.first;
    this.baseMs = baseMs;
    for (let row = 0; row < columns.pod.length; row++) {
      this.pod.set(row, columns.pod[row] ?? 0);
      this.parent.set(row, columns.parent[row] ?? UNKNOWN);
      this.generation.set(row, columns.generation[row] ?? UNKNOWN);
      this.strain.set(row, columns.strain[row] ?? UNKNOWN);
      this.#container.set(row, digitsOf(columns.container[row] ?? ''));
      this.#exposed.set(row, this.#offset(columns.exposedAt[row] ?? NaN));
      this.#symptomatic.set(row, this.#offset(columns.symptomaticAt[row] ?? NaN));
      this.#ended.set(row, this.#offset(columns.endedAt[row] ?? NaN));
      this.sent.set(row, columns.sent[row] ?? UNKNOWN);
      this.answered.set(row, columns.answered[row] ?? UNKNOWN);
    }
  }

  /** Adds the infection at a place of packed frames, or all that is known of it now; the frame was at `atMs`. */
  put(
    atMs: number,
    { infection: of, container }: Pick<PackedFrames, 'infection' | 'container'>,
    place: number,
  ): void {
    const at = place * INFECTION_FIELDS;
    const row = of[at]! - this.first;
    if (row < 0) return;
    if (row >= this.length) for (const column of this.#wide) column.grow(row + 1);
    this.pod.set(row, of[at + 1]!);
    this.parent.array[row] = of[at + 2]!;
    this.generation.set(row, of[at + 3]!);
    this.strain.set(row, of[at + 4]!);
    this.#container.set(row, container[place]!);
    this.#exposed.array[row] = this.#offset(atMs - of[at + 5]!);
    this.#come(row, atMs, of, at + 6);
    if (this.length > this.#limit) this.#forget(Math.ceil(this.#limit / 10));
  }

  /** What the one at a place of packed frames has come to. */
  follow(atMs: number, { course }: Pick<PackedFrames, 'course'>, place: number): void {
    const at = place * COURSE_FIELDS;
    const row = course[at]! - this.first;
    if (row >= 0 && row < this.length) this.#come(row, atMs, course, at + 1);
  }

  /** When it fell ill and ended, and its sneezes, which stand in that order from a place on. */
  #come(row: number, atMs: number, of: Float64Array, at: number): void {
    this.#symptomatic.array[row] = this.#offset(atMs - of[at]!);
    this.#ended.array[row] = this.#offset(atMs - of[at + 1]!);
    this.sent.set(row, of[at + 2]!);
    this.answered.set(row, of[at + 3]!);
  }

  #forget(count: number): void {
    this.first += count;
    for (const column of this.#columns) column.dropFirst(count);
  }

  #time(column: Growing<Uint32Array>, row: number): number | undefined {
    const value = column.at(row);
    return value === NO_TIME ? undefined : this.baseMs + value - 1;
  }

  /** NaN is a time that is not known. */
  #offset(timeMs: number): number {
    return Number.isNaN(timeMs) ? NO_TIME : Math.max(0, Math.round(timeMs - this.baseMs)) + 1;
  }
}
