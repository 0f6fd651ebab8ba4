import type { EndCause, KubeletRules } from '@pod-contagion/lifecycle';
import * as RECORD from './record.ts';
import { LIVES_SHIFT, RUNG_BITS } from './pods.ts';

/**
 * The kubelet's rules of restarts on a pod's record: what `noteEnd` and `noteRestart` of packages/lifecycle say, of whole numbers
 * and without an object. A property test holds the two together.
 */
export class BackOff {
  /** Milliseconds of each rung; 0 of rung 0. */
  readonly #rungs = new Int32Array(RUNG_BITS + 1);
  readonly #expiryMs: number;
  readonly #restartAll: boolean;

  constructor(rules: KubeletRules) {
    for (let rung = 1; rung <= RUNG_BITS; rung++) {
      this.#rungs[rung] = Math.min(rules.initialBackoffMs * 2 ** (rung - 1), rules.maxBackoffMs);
    }
    this.#expiryMs = rules.backoffExpiryMs;
    this.#restartAll = rules.restartAllContainers;
  }

  /**
   * Records an end. Gives what a restart at once is reckoned from: a time plus 1, or 0 where the kubelet knows of no end; -1 where
   * the container has to wait. `isKnown` is false where the kubelet finds no exited status.
   */
  end(records: Int32Array, base: number, cause: EndCause, nowMs: number, isKnown = true): number {
    const previous = records[base + RECORD.lastEnd]!;
    records[base + RECORD.lastEnd] = nowMs + 1;
    const from = this.#restartAll || !isKnown ? 0 : cause === 'probe' ? previous : nowMs + 1;
    return this.#isIn(records, base, from, nowMs) ? -1 : from;
  }

  /** Until when a container that has ended has to wait, in ms. */
  dueAt(records: Int32Array, base: number): number {
    const rung = records[base + RECORD.lives]! & RUNG_BITS;
    return records[base + RECORD.lastEnd]! - 1 + this.#rungs[rung]!;
  }

  /** Records a restart, reckoned from the end whose time plus 1 is `from`; 0 where there is none. */
  restart(records: Int32Array, base: number, from: number, nowMs: number): void {
    const word = records[base + RECORD.lives]! + (1 << LIVES_SHIFT);
    if (from === 0) {
      records[base + RECORD.lives] = word;
      return;
    }
    const rung = word & RUNG_BITS;
    const isNew = rung === 0 || this.#hasExpired(records, base, from);
    // A rung more than the maximum would be one too many in 20 years at the most; it stays.
    records[base + RECORD.lives] = isNew ? (word & ~RUNG_BITS) | 1 : rung < RUNG_BITS ? word + 1 : word;
    records[base + RECORD.backoffChanged] = nowMs + 1;
  }

  #isIn(records: Int32Array, base: number, from: number, nowMs: number): boolean {
    const rung = records[base + RECORD.lives]! & RUNG_BITS;
    if (from === 0 || rung === 0) return false;
    return nowMs + 1 - from < this.#rungs[rung]! && !this.#hasExpired(records, base, from);
  }

  #hasExpired(records: Int32Array, base: number, from: number): boolean {
    return from - records[base + RECORD.backoffChanged]! > this.#expiryMs;
  }
}
