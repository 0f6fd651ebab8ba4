import type { Model, Range } from './model.ts';
import * as STREAM from './stream.ts';
import { hashFrom, scale, STREAMS, streamStart } from './random.ts';
import { NEVER } from './wheel.ts';

/** An answer under way when a face closes must go out, for which the closing waits as long again: packages/podder. */
const ANSWER_GRACE_MS = 100;

/** Kubernetes' own, where a manifest says nothing. Source: pkg/apis/core/v1/defaults.go. */
const DEFAULT_FAILURE_THRESHOLD = 3;

/** A worker's ticks: the stream of its phase, and from the first failure to the one that counts. */
type Ticks = Readonly<{ stream: number; periodMs: number; spanMs: number }>;

/** Readiness that nothing asks for: it never fails before liveness has, and asks for no branch where the two are compared. */
const NO_PROBE: Ticks = { stream: STREAM.readinessPhase, periodMs: 1, spanMs: NEVER };

/** When what happens to a podder is due: no state but the seed. All draws are of a pod in one of its lives. */
export class Courses {
  /** From the infection to the first symptom. */
  readonly closeMs: number;
  /** From the first symptom to failing probes; less than 0 where the symptom waits for an answer. */
  readonly failMs: number;
  readonly #isReplaced: boolean;
  readonly #liveness: Ticks;
  readonly #readiness: Ticks;
  readonly #startup: Ticks;
  /** By stream: where its hash starts, the least that is drawn and how many numbers may be. */
  readonly #starts = new Int32Array(STREAMS);
  readonly #least = new Int32Array(STREAMS);
  readonly #spans = new Int32Array(STREAMS).fill(1);

  constructor(model: Model) {
    const { symptomDelayMs, healthDelayMs, machine } = model;
    this.#isReplaced = model.death === 'replace';
    this.closeMs = symptomDelayMs + (symptomDelayMs < ANSWER_GRACE_MS ? ANSWER_GRACE_MS : 0);
    this.failMs = symptomDelayMs + healthDelayMs - this.closeMs;
    const ticks = (stream: number, periodMs: number, failureThreshold: number): Ticks => {
      this.#allow(stream, [0, Math.max(0, Math.floor(periodMs * machine.probeSpread) - 1)]);
      return { stream, periodMs, spanMs: (failureThreshold - 1) * periodMs };
    };
    this.#liveness = ticks(STREAM.livenessPhase, model.liveness.periodMs, model.liveness.failureThreshold);
    const { readiness } = model;
    this.#readiness =
      readiness.periodMs === 0
        ? NO_PROBE
        : ticks(STREAM.readinessPhase, readiness.periodMs, readiness.failureThreshold);
    this.#startup = ticks(
      STREAM.startupPhase,
      model.startupPeriodMs,
      model.startupFailureThreshold ?? DEFAULT_FAILURE_THRESHOLD,
    );
    this.#allow(STREAM.firstSneeze, machine.firstSneezeMs);
    this.#allow(STREAM.kill, machine.killMs);
    this.#allow(STREAM.start, machine.startMs);
    this.#allow(STREAM.startJitter, [0, model.startJitterMs ?? 0]);
    this.#allow(STREAM.ready, machine.readyMs);
    this.#allow(STREAM.endpoint, machine.endpointMs);
    this.#allow(STREAM.replace, machine.replaceMs);
    this.#allow(STREAM.create, machine.createMs);
    this.#allow(STREAM.reap, machine.reapMs);
  }

  reset(seed: number): void {
    for (let stream = 0; stream < STREAMS; stream++) this.#starts[stream] = streamStart(seed, stream);
  }

  /** When the liveness probe has failed often enough, of a podder that fails it from a time on. */
  detectedAt(failsAt: number, pod: number, epoch: number): number {
    return this.#tick(this.#liveness, failsAt, pod, epoch) + this.#liveness.spanMs;
  }

  /** When the readiness probe has. */
  unreadyAt(failsAt: number, pod: number, epoch: number): number {
    return this.#tick(this.#readiness, failsAt, pod, epoch) + this.#readiness.spanMs;
  }

  /** When the startup probe has passed, of a podder that answers from a time on. */
  startedAt(upAt: number, pod: number, epoch: number): number {
    return this.#startup.periodMs === 0 ? upAt : this.#tick(this.#startup, upAt, pod, epoch);
  }

  /** When the startup probe has failed often enough, of a podder that never passes it and whose container began to run at a time. */
  neverStartedAt(begunAt: number, pod: number, epoch: number): number {
    return this.#tick(this.#startup, begunAt, pod, epoch) + this.#startup.spanMs;
  }

  /** From the kubelet's decision to a podder that answers. */
  startMs(pod: number, life: number): number {
    return this.draw(STREAM.start, pod, life) + this.draw(STREAM.startJitter, pod, life);
  }

  /** A time of the machine's own, by its stream. */
  draw(stream: number, pod: number, life: number): number {
    const span = this.#spans[stream]!;
    const least = this.#least[stream]!;
    return span === 1 ? least : least + scale(hashFrom(this.#starts[stream]!, pod, life), span);
  }

  /** 32 random bits. */
  bits(stream: number, pod: number, life: number): number {
    return hashFrom(this.#starts[stream]!, pod, life);
  }

  /** Which life of a place its probes have their phase of: they keep it for as long as it is the same pod, which began in `bornIn`. */
  epochOf(life: number, bornIn: number): number {
    return this.#isReplaced ? life : bornIn;
  }

  #allow(stream: number, [least, most]: Range): void {
    this.#least[stream] = least;
    this.#spans[stream] = most - least + 1;
  }

  /** The first tick from a time on. */
  #tick(ticks: Ticks, fromMs: number, pod: number, epoch: number): number {
    const { periodMs } = ticks;
    const phase = this.draw(ticks.stream, pod, epoch);
    // Ticks are at phase + n x period; times are not negative, and a phase is less than a period.
    const late = (fromMs + periodMs - phase) % periodMs;
    return late === 0 ? fromMs : fromMs + periodMs - late;
  }
}
