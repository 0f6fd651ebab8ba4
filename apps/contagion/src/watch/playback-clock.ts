import { MAX_SPEED, MIN_SPEED } from '../limits.ts';

/** Behind by more real time than this, in milliseconds, a machine can't keep up. */
const MAX_LAG_MS = 1_000;

/**
 * How far virtual time has come beside real time. It is reckoned from one moment for as long as the speed stays, not added up look by
 * look: however late a look comes, nothing is lost.
 */
export class PlaybackClock {
  readonly #realMs: () => number;
  #speed: number;
  #isPaused = false;
  /** Where virtual time was when the pace last changed, and when that was. */
  #fromMs: number;
  #sinceMs: number;

  /** `speed` is virtual time by real time, and `realMs` gives the latter in milliseconds. It begins at `fromMs` of virtual time. */
  constructor(speed: number, fromMs: number, realMs: () => number) {
    this.#realMs = realMs;
    this.#speed = speed;
    this.#fromMs = fromMs;
    this.#sinceMs = realMs();
  }

  get speed(): number {
    return this.#speed;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** What virtual time should be now, in whole milliseconds. */
  get dueMs(): number {
    if (this.#isPaused) return this.#fromMs;
    return this.#fromMs + Math.floor((this.#realMs() - this.#sinceMs) * this.#speed);
  }

  /** Whether what has come to `reachedMs` only is more than a moment late. */
  isBehind(reachedMs: number): boolean {
    return (this.dueMs - reachedMs) / this.#speed > MAX_LAG_MS;
  }

  /** Changes the speed to so many times of what it was, within its bounds. What was still due then is no longer. */
  multiply(factor: number, reachedMs: number): void {
    this.#goOnFrom(reachedMs);
    this.#speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, this.#speed * factor));
  }

  /** Stops, or goes on. */
  togglePause(reachedMs: number): void {
    this.#goOnFrom(reachedMs);
    this.#isPaused = !this.#isPaused;
  }

  #goOnFrom(reachedMs: number): void {
    this.#fromMs = reachedMs;
    this.#sinceMs = this.#realMs();
  }
}
