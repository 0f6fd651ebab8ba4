import { UNKNOWN } from '../../protocol/codes.ts';
import { MAX_LABEL_CHARACTERS, MAX_LABEL_SETS } from '../limits.ts';

/** Labels of thousands of pods are mostly the same: each distinct set of them has a number, and is told once. */
export class LabelSets {
  readonly #all: string[] = [];
  readonly #numbers = new Map<string, number>();
  #characters = 0;
  #told = 0;

  /** All of them by their numbers; the list is its own, and grows. */
  get all(): readonly string[] {
    return this.#all;
  }

  /** The number of a set, which gets one where it has none yet; UNKNOWN where there are too many already. */
  numberOf(labels: string): number {
    const known = this.#numbers.get(labels);
    if (known !== undefined) return known;
    if (this.#all.length >= MAX_LABEL_SETS || this.#characters + labels.length > MAX_LABEL_CHARACTERS) {
      return UNKNOWN;
    }
    this.#characters += labels.length;
    const number = this.#all.push(labels) - 1;
    this.#numbers.set(labels, number);
    return number;
  }

  /** Those that are new since they were taken last. */
  take(): readonly string[] {
    const fresh = this.#all.slice(this.#told);
    this.#told = this.#all.length;
    return fresh;
  }
}
