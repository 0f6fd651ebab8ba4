import type { Model, Range } from './model.ts';
import { hash, scale, STREAM } from './random.ts';

/** An answer under way when a face closes must go out, for which the closing waits as long again: packages/podder. */
const ANSWER_GRACE_MS = 100;

/** When what happens to a podder is due: no state but the seed. All draws are of a pod in one of its lives. */
export class Courses {
  /** From the infection to the first symptom. */
  readonly closeMs: number;
  /** From the first symptom to failing probes; less than 0 where the symptom waits for an answer. */
  readonly failMs: number;
  #seed = 0;
  readonly #model: Model;

  constructor(model: Model) {
    const { symptomDelayMs, healthDelayMs } = model;
    this.closeMs = symptomDelayMs + (symptomDelayMs < ANSWER_GRACE_MS ? ANSWER_GRACE_MS : 0);
    this.failMs = symptomDelayMs + healthDelayMs - this.closeMs;
    this.#model = model;
  }

  reset(seed: number): void {
    this.#seed = seed | 0;
  }

  /** When the liveness probe has failed often enough, of a podder that fails it from a time on. */
  detectedAt(failsAt: number, pod: number, epoch: number): number {
    const { periodMs, failureThreshold } = this.#model.liveness;
    const tick = this.#tick(failsAt, periodMs, STREAM.livenessPhase, pod, epoch);
    return tick + (failureThreshold - 1) * periodMs;
  }

  /** When the readiness probe has. */
  unreadyAt(failsAt: number, pod: number, epoch: number): number {
    const { periodMs, failureThreshold } = this.#model.readiness;
    const tick = this.#tick(failsAt, periodMs, STREAM.readinessPhase, pod, epoch);
    return tick + (failureThreshold - 1) * periodMs;
  }

  /** When the startup probe has passed, of a podder that answers from a time on. */
  startedAt(upAt: number, pod: number, epoch: number): number {
    const { startupPeriodMs } = this.#model;
    return startupPeriodMs === 0 ? upAt : this.#tick(upAt, startupPeriodMs, STREAM.startupPhase, pod, epoch);
  }

  /** A time of the machine's own. */
  draw(range: Range, stream: number, pod: number, life: number): number {
    const [least, most] = range;
    return least === most ? least : least + scale(hash(this.#seed, stream, pod, life), most - least + 1);
  }

  /** 32 random bits. */
  bits(stream: number, pod: number, life: number): number {
    return hash(this.#seed, stream, pod, life);
  }

  #tick(fromMs: number, periodMs: number, stream: number, pod: number, epoch: number): number {
    const span = Math.floor(periodMs * this.#model.machine.probeSpread);
    const phase = span < 2 ? 0 : scale(hash(this.#seed, stream, pod, epoch), span);
    // Ticks are at phase + n x period; times are not negative, and a phase is less than a period.
    const late = (fromMs + periodMs - phase) % periodMs;
    return late === 0 ? fromMs : fromMs + periodMs - late;
  }
}
