import type { Generation } from './story.ts';

/** Counts cases by generation as they happen. */
export class GenerationLog {
  /** The generation of each podder's last infection. */
  readonly #ofPods: Int32Array;
  #generations: { cases: number; firstAtMs: number; lastAtMs: number }[] = [];

  constructor(pods: number) {
    this.#ofPods = new Int32Array(pods);
  }

  /** Begins anew. */
  reset(): void {
    this.#generations = [];
  }

  /** A podder was infected, by another one, or from outside: -1. */
  note(atMs: number, pod: number, infector: number): void {
    const index = infector < 0 ? 0 : this.#ofPods[infector]!;
    // Counted from 1, so that who has a generation infects the next.
    this.#ofPods[pod] = index + 1;
    const known = this.#generations[index];
    if (known === undefined) {
      this.#generations[index] = { cases: 1, firstAtMs: atMs, lastAtMs: atMs };
    } else {
      known.cases++;
      known.lastAtMs = atMs;
    }
  }

  /** All of them, the first first. */
  get generations(): readonly Generation[] {
    return this.#generations;
  }
}
