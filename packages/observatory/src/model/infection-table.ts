import { UNKNOWN } from '../protocol/codes.ts';
import type { InfectionColumns } from '../protocol/snapshot.ts';
import { containerOf, digitsOf } from './container.ts';
import { Containers } from './containers.ts';
import { InOrder } from './in-order.ts';
import { Narrow } from './narrow.ts';
import { COURSE_FIELDS, INFECTION_FIELDS, type PackedFrames } from './packed-frames.ts';
import { Parents } from './parents.ts';
import { NO_TIME, Since } from './since.ts';

/** How many infections a page keeps; of more, the oldest tenth is forgotten. */
export const MAX_INFECTIONS = 1_000_000;

/**
 * Every infection that is kept, by its number less `first`. Times are kept as offsets: ms after `baseMs` and one, or 0 where it is not
 * known, or has not come yet.
 */
export class InfectionTable {
  baseMs = 0;
  readonly pod: Narrow = new Narrow();
  readonly parent: Parents = new Parents();
  readonly generation: Narrow = new Narrow(UNKNOWN);
  readonly strain: Narrow = new Narrow(UNKNOWN);
  readonly sent: Narrow = new Narrow(UNKNOWN);
  readonly answered: Narrow = new Narrow(UNKNOWN);
  readonly #container = new Containers();
  readonly #exposed = new InOrder();
  readonly #symptomatic = new Since();
  readonly #ended = new Since();
  readonly #columns: readonly Readonly<{
    clear: () => void;
    dropFirst: (count: number) => void;
  }>[];
  readonly #limit: number;

  constructor(limit: number = MAX_INFECTIONS) {
    this.#limit = limit;
    const { pod, parent, generation, strain, sent, answered } = this;
    const times = [this.#exposed, this.#symptomatic, this.#ended];
    this.#columns = [pod, parent, generation, strain, sent, answered, this.#container, ...times];
  }

  get first(): number {
    return this.parent.first;
  }

  get length(): number {
    return this.pod.length;
  }

  /** In ms since 1970; undefined where it is not known, or has not come yet. */
  exposedAtMs(row: number): number | undefined {
    return this.#timeOf(this.#exposed.at(row));
  }

  symptomaticAtMs(row: number): number | undefined {
    return this.#timeOf(this.symptomaticOffset(row));
  }

  endedAtMs(row: number): number | undefined {
    return this.#timeOf(this.endedOffset(row));
  }

  /** The same times as offsets, for those who ask of all infections. */
  exposedOffset(row: number): number {
    return this.#exposed.at(row);
  }

  symptomaticOffset(row: number): number {
    return this.#symptomatic.at(row, this.#exposed.at(row));
  }

  endedOffset(row: number): number {
    return this.#ended.at(row, this.symptomaticOffset(row) || this.#exposed.at(row));
  }

  /** The first twelve hexadecimal digits of its container's id; '' for none. */
  container(row: number): string {
    return containerOf(this.#container.at(row));
  }

  /** Begins anew with these; times are kept from `baseMs` on. */
  load(columns: InfectionColumns, baseMs: number): void {
    for (const column of this.#columns) column.clear();
    this.parent.first = columns.first;
    this.baseMs = baseMs;
    for (let row = 0; row < columns.pod.length; row++) {
      this.pod.set(row, columns.pod[row] ?? 0);
      this.parent.set(row, columns.parent[row] ?? UNKNOWN);
      this.generation.set(row, columns.generation[row] ?? UNKNOWN);
      this.strain.set(row, columns.strain[row] ?? UNKNOWN);
      this.#container.set(row, digitsOf(columns.container[row] ?? ''));
      this.#exposed.set(row, this.#offset(columns.exposedAt[row] ?? NaN));
      this.#come(row, columns.symptomaticAt[row] ?? NaN, columns.endedAt[row] ?? NaN);
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
    this.pod.set(row, of[at + 1]!);
    this.parent.set(row, of[at + 2]!);
    this.generation.set(row, of[at + 3]!);
    this.strain.set(row, of[at + 4]!);
    this.#container.set(row, container[place]!);
    this.#exposed.set(row, this.#offset(atMs - of[at + 5]!));
    this.#follow(row, atMs, of, at + 6);
    if (this.length > this.#limit) this.#forget(Math.ceil(this.#limit / 10));
  }

  /** What the one at a place of packed frames has come to. */
  follow(atMs: number, { course }: Pick<PackedFrames, 'course'>, place: number): void {
    const at = place * COURSE_FIELDS;
    const row = course[at]! - this.first;
    if (row >= 0 && row < this.length) this.#follow(row, atMs, course, at + 1);
  }

  /** When it fell ill and ended, and its sneezes, which stand in that order from a place on. */
  #follow(row: number, atMs: number, of: Float64Array, at: number): void {
    this.#come(row, atMs - of[at]!, atMs - of[at + 1]!);
    this.sent.set(row, of[at + 2]!);
    this.answered.set(row, of[at + 3]!);
  }

  /** Both at once, as the one is kept beside the other, and both beside the exposure. */
  #come(row: number, symptomaticMs: number, endedMs: number): void {
    const exposed = this.#exposed.at(row);
    const symptomatic = this.#offset(symptomaticMs);
    this.#symptomatic.set(row, symptomatic, exposed);
    this.#ended.set(row, this.#offset(endedMs), symptomatic || exposed);
  }

  #forget(count: number): void {
    for (const column of this.#columns) column.dropFirst(count);
  }

  #timeOf(offset: number): number | undefined {
    return offset === NO_TIME ? undefined : this.baseMs + offset - 1;
  }

  /** NaN is a time that is not known. */
  #offset(timeMs: number): number {
    return Number.isNaN(timeMs) ? NO_TIME : Math.max(0, Math.round(timeMs - this.baseMs)) + 1;
  }
}
