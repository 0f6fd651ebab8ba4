import { CODE, Model, type Frame, type Snapshot, type Status } from '@pod-contagion/observatory';
import type { Recording } from '@pod-contagion/simulator';
import { usageError } from '../errors.ts';
import { LOOK_EVERY_MS, MAX_RECORDED_FRAMES } from '../limits.ts';

type Look = Recording[number];

/**
 * What `kubectl get pods` would have shown while a recording of `contagion observe` was made, from the first infection on: it is given
 * all that the recording holds, and then asked. When the first one was infected is often told only later, so looks of all frames are kept.
 */
export class Looks {
  readonly #model = new Model();
  /** One for each frame; `atMs` is in ms since 1970 here. */
  readonly #looks: Look[] = [];
  #mostRestarts = 0;
  #firstInfectionMs = Infinity;
  /** Numbers of infections, which may be told of more than once. */
  readonly #fromOutside = new Set<number>();
  readonly #timeless = new Set<number>();

  /** How many were infected from outside; in a simulation that is compared it is one. */
  get fromOutside(): number {
    return this.#fromOutside.size;
  }

  load(snapshot: Snapshot): void {
    this.#model.load(snapshot);
    const { pods, infections } = snapshot;
    pods.restarts.forEach((restarts, row) => {
      if (pods.condition[row] !== CODE.gone) this.#mostRestarts = Math.max(this.#mostRestarts, restarts);
    });
    this.#fromOutside.clear();
    this.#timeless.clear();
    infections.exposedAt.forEach((exposedMs, row) => {
      this.#infected(infections.first + row, exposedMs, infections.generation[row]);
    });
    this.#look();
  }

  apply(frame: Frame): boolean {
    const isNext = this.#model.apply(frame);
    for (const restarts of frame.r ?? []) this.#mostRestarts = Math.max(this.#mostRestarts, restarts);
    for (const [id, , , generation, , exposed] of frame.inf ?? []) {
      this.#infected(id, exposed === null ? null : frame.t - exposed, generation);
    }
    this.#look();
    return isNext;
  }

  tell(status: Status): void {
    this.#model.tell(status);
  }

  /**
   * A look each three seconds, as the columns of a recording by hand have them, until a moment in ms since 1970.
   * @throws {ContagionError} CONTAGION_USAGE where nobody is infected, or it doesn't begin before somebody is
   */
  recording(untilMs: number): Recording {
    const startMs = this.#firstInfectionMs;
    const [first] = this.#looks;
    if (first === undefined || startMs === Infinity) {
      const without = this.#timeless.size;
      throw usageError(
        without === 0
          ? 'expected a recording of a contagion, got one in which nobody is infected'
          : `expected podders that say when they were infected, got ${without} infections without a time`,
      );
    }
    const looks = Math.floor((untilMs - startMs) / LOOK_EVERY_MS) + 1;
    if (looks > MAX_RECORDED_FRAMES) {
      throw usageError(
        `expected at most ${MAX_RECORDED_FRAMES} looks, one each ${LOOK_EVERY_MS / 1_000} s, got ${looks}: from ${timeText(startMs)} to ${timeText(untilMs)}`,
      );
    }
    if (startMs < first.atMs) {
      const lateMs = Math.ceil(first.atMs - startMs);
      throw usageError(
        `expected a recording that begins before the first infection, got one that begins ${lateMs / 1_000} s after it`,
      );
    }
    const recording: Look[] = [];
    let place = 0;
    for (let atMs = 0; startMs + atMs <= untilMs; atMs += LOOK_EVERY_MS) {
      while ((this.#looks[place + 1]?.atMs ?? Infinity) <= startMs + atMs) place++;
      recording.push({ ...this.#looks[place]!, atMs });
    }
    if (recording.length < 2) {
      throw usageError(`expected ${LOOK_EVERY_MS / 1_000} s or more after the first infection, got less`);
    }
    const { restarts } = recording[0]!;
    if (restarts > 0) {
      throw usageError(`expected podders that have not been restarted at first, got ${restarts} restarts`);
    }
    return recording;
  }

  #infected(id: number, exposedMs: number | null, generation: number | undefined): void {
    if (exposedMs === null) this.#timeless.add(id);
    else this.#firstInfectionMs = Math.min(this.#firstInfectionMs, exposedMs);
    if (generation === 1) this.#fromOutside.add(id);
  }

  #look(): void {
    const { tMs, counts, ready, restarts } = this.#model;
    // What has ended for good is a starter after its frenzy, which is none of those that are compared.
    const pods = counts.reduce((sum, count) => sum + count, 0) - counts[CODE.ended]!;
    const waiting = counts[CODE.waiting]!;
    const last = this.#looks.at(-1);
    const look = {
      atMs: tMs,
      pods,
      ready,
      running: pods - waiting,
      waiting,
      restarts,
      mostRestarts: this.#mostRestarts,
    };
    if (last?.atMs === tMs) this.#looks.pop();
    else if (this.#looks.length === MAX_RECORDED_FRAMES) {
      throw usageError(`expected at most ${MAX_RECORDED_FRAMES} frames, got more`);
    }
    this.#looks.push(look);
  }
}

/** A moment of a recording, which may be none of a calendar. */
function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString();
}
