import type { Clock } from '../../src/clock.ts';

/** What a turn of the event loop takes here. */
const TURN_MS = 0.05;

type Entry = { readonly atMs: number; readonly order: number; readonly call: () => void };

/** Time that goes on when it is told to. */
export class VirtualClock implements Clock {
  #nowMs = 1_000;
  #order = 0;
  #entries: Entry[] = [];

  now = (): number => this.#nowMs;
  after = (waitMs: number, call: () => void): (() => void) => this.#add(Math.max(0, waitMs), call);
  /** A turn takes its time too: who waits for less than a millisecond would wait for ever else. */
  soon = (call: () => void): (() => void) => this.#add(TURN_MS, call);

  /** How much is to happen yet. */
  get pending(): number {
    return this.#entries.length;
  }

  /** Lets so much time pass, and all happen that is due by then. */
  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#entries = this.#entries.filter((each) => each !== next);
      next.call();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Entry | undefined {
    return this.#entries
      .filter(({ atMs }) => atMs <= untilMs)
      .toSorted((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
  }

  #add(waitMs: number, call: () => void): () => void {
    const entry = { atMs: this.#nowMs + waitMs, order: this.#order++, call };
    this.#entries.push(entry);
    return () => void (this.#entries = this.#entries.filter((each) => each !== entry));
  }
}
