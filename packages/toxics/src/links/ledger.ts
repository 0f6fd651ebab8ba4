import { MAX_HELD_BYTES } from '../limits.ts';

/** What all toxics of a process hold together, in bytes. */
export class Ledger {
  heldBytes = 0;
  readonly #most: number;

  constructor(most: number = MAX_HELD_BYTES) {
    this.#most = most;
  }

  /** Whether it is as much as it may be. */
  get isFull(): boolean {
    return this.heldBytes >= this.#most;
  }
}
