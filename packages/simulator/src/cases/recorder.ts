import type { Listener } from '../engine/engine.ts';
import { CaseRows } from './case-rows.ts';
import { MAX_CASES } from './limits.ts';

/** No case: of a podder that was never infected, or whose infection came too late to be kept. */
const NONE = -1;

/**
 * Collects the cases of a run from what an engine tells its listener. An engine speaks of pods; which of a pod's infections it is
 * follows from the time. Where there are more cases than the limit the first are kept, which are a contagion of their own: whoever
 * infected one of them came before it.
 */
export class Recorder {
  readonly cases: CaseRows = new CaseRows();
  /** How many infections came after the limit. */
  missed = 0;
  readonly #limit: number;
  /** The latest case of each pod, and how often each has ended. */
  readonly #latest: Int32Array;
  readonly #lives: Int32Array;

  constructor(pods: number, limit: number = MAX_CASES) {
    this.#limit = limit;
    this.#latest = new Int32Array(pods).fill(NONE);
    this.#lives = new Int32Array(pods);
  }

  /** Forgets the run, for the next one. */
  clear(): void {
    this.cases.clear();
    this.missed = 0;
    this.#latest.fill(NONE);
    this.#lives.fill(0);
  }

  /** What the engine has to be given. */
  readonly listener: Listener = (event, atMs, pod, other) => {
    if (event === 'exposed') {
      this.#expose(atMs, pod, other);
    } else if (event === 'symptomatic') {
      const id = this.#latest[pod]!;
      if (id !== NONE) this.cases.setSymptomatic(id, atMs);
    } else if (event === 'ended' || event === 'deleted') {
      const id = this.#latest[pod]!;
      if (id !== NONE) this.cases.setEnded(id, atMs);
      this.#latest[pod] = NONE;
      this.#lives[pod]!++;
    }
  };

  #expose(atMs: number, pod: number, other: number): void {
    if (this.cases.size >= this.#limit) {
      this.missed++;
      return;
    }
    const infector = other < 0 ? NONE : this.#latest[other]!;
    const generation = infector === NONE ? 1 : this.cases.generationOf(infector) + 1;
    this.#latest[pod] = this.cases.add(pod, this.#lives[pod]!, infector, generation, atMs);
  }
}
