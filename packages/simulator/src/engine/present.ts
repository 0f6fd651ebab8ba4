import type { DelayLine } from './delay-line.ts';
import type { Kubelet } from './kubelet.ts';
import * as PHASE from './phase.ts';
import * as RECORD from './record.ts';
import { LISTED, LIVES_SHIFT, READY, RUNG_BITS, WANTED, WORDS_SHIFT } from './pods.ts';
import * as STREAM from './stream.ts';
import { scale } from './random.ts';
import type { Shared } from './shared.ts';
import * as TAG from './tag.ts';
import { LIFE_BITS, TAG_SHIFT } from './tags.ts';
import * as COUNT from './count.ts';

/**
 * What is known of a pod at the moment from which a simulation goes on; times are milliseconds before it. What nobody knows, when its
 * probes come for one, is drawn.
 */
export type PresentPod = Readonly<{
  phase: 'susceptible' | 'incubating' | 'symptomatic' | 'starting' | 'waiting';
  /** For how long it has been infected, symptomatic, or without a container that answers; of the others it does not matter. */
  sinceMs: number;
  isReady: boolean;
  restarts: number;
  /** How many back-offs it is on: 0 for none, 1 for the initial one, and so on; and how long ago that was set. */
  rung: number;
  rungSinceMs: number;
  /** How long ago its last container ended; undefined where none has. */
  lastEndMs: number | undefined;
}>;

/** When such a simulation begins, in ms of its own time: what lies further back makes no difference to any rule. */
export const PRESENT_MS = 1_200_000;

/**
 * Puts all pods of an engine that has come to PRESENT_MS, and in which nothing has happened, into what they are.
 * @throws {RangeError} for another number of pods, and for what can't be begun in the middle.
 */
export function placePresent(
  shared: Shared,
  kubelet: Kubelet,
  symptoms: DelayLine,
  present: readonly PresentPod[],
): void {
  const { model, population, courses } = shared;
  if (present.length !== population.podders) {
    throw new RangeError(`expected ${population.podders} pods, got ${present.length}`);
  }
  if (model.starterUntilMs !== undefined || (model.interventions ?? []).length > 0) {
    throw new RangeError(
      'expected no starter and no interventions in a simulation that begins in the middle',
    );
  }
  if (courses.failMs < 0) {
    throw new RangeError(
      'expected a symptom delay of 100 ms or more in a simulation that begins in the middle',
    );
  }
  const place = new Placing(shared, kubelet, symptoms);
  // Symptoms wait in the order of their coming.
  const order = present
    .map((_, pod) => pod)
    .toSorted((one, other) => present[other]!.sinceMs - present[one]!.sinceMs);
  for (const pod of order) place.put(pod, present[pod]!);
}

/** Puts pods into phases that they entered before the beginning. */
class Placing {
  readonly #shared: Shared;
  readonly #kubelet: Kubelet;
  readonly #symptoms: DelayLine;

  constructor(shared: Shared, kubelet: Kubelet, symptoms: DelayLine) {
    this.#shared = shared;
    this.#kubelet = kubelet;
    this.#symptoms = symptoms;
  }

  put(pod: number, present: PresentPod): void {
    const { model, population } = this.#shared;
    const { counts, records } = population;
    const { phase, restarts, sinceMs } = present;
    const base = pod << WORDS_SHIFT;
    // Who waits does so for a back-off.
    const rung = Math.min(RUNG_BITS, Math.max(phase === 'waiting' ? 1 : 0, present.rung));
    records[base + RECORD.lives] = (restarts << LIVES_SHIFT) | rung;
    records[base + RECORD.backoffChanged] = rung === 0 ? 0 : timeOf(present.rungSinceMs) + 1;
    const lastEndMs = present.lastEndMs ?? (phase === 'waiting' ? sinceMs : undefined);
    records[base + RECORD.lastEnd] = lastEndMs === undefined ? 0 : timeOf(lastEndMs) + 1;
    counts[COUNT.restarts]! += restarts;
    counts[COUNT.mostRestarts] = Math.max(counts[COUNT.mostRestarts]!, restarts);
    const isDown = phase === 'starting' || phase === 'waiting';
    if (isDown || !present.isReady) this.#hide(pod);
    if (phase === 'incubating') this.#incubate(pod, base, timeOf(sinceMs));
    else if (phase === 'symptomatic') this.#sicken(pod, base, restarts, timeOf(sinceMs));
    else if (phase === 'starting') this.#start(pod, base, restarts, timeOf(sinceMs));
    else if (phase === 'waiting') {
      population.enter(pod, PHASE.waiting);
      this.#kubelet.scheduleRetry(pod, base, PRESENT_MS);
    } else if (!present.isReady) this.#becomeReady(pod, base, restarts);
    // Each life but the last ended by being ill, as far as anybody knows.
    if (phase === 'susceptible' && model.learnsImmunity === true && restarts > 0) {
      population.enter(pod, PHASE.immune);
    }
  }

  /** Not ready, and not listed any more either. */
  #hide(pod: number): void {
    const { population, endpoints } = this.#shared;
    population.state[pod]! &= ~(READY | LISTED | WANTED);
    population.counts[COUNT.ready]!--;
    endpoints.listed--;
  }

  #incubate(pod: number, base: number, exposedAt: number): void {
    const { population, courses } = this.#shared;
    population.enter(pod, PHASE.incubating);
    const symptomAt = Math.max(PRESENT_MS, exposedAt + courses.closeMs);
    population.records[base + RECORD.due] = symptomAt;
    this.#symptoms.add(symptomAt, pod, 0);
  }

  /** Its death comes as its probes come; where that should have been already, within a period from now. */
  #sicken(pod: number, base: number, life: number, symptomaticAt: number): void {
    const { model, population, courses, wheel } = this.#shared;
    population.enter(pod, PHASE.symptomatic);
    const epoch = courses.epochOf(life, population.bornIn(pod));
    const failsAt = symptomaticAt + courses.failMs;
    const detectedAt = model.death === 'exit' ? failsAt : courses.detectedAt(failsAt, pod, epoch);
    const expectedAt = detectedAt + courses.draw(STREAM.kill, pod, life);
    const lateMs = 1 + scale(courses.bits(STREAM.choice, pod, life), model.liveness.periodMs);
    const deathAt = expectedAt > PRESENT_MS ? expectedAt : PRESENT_MS + lateMs;
    population.records[base + RECORD.due] = deathAt;
    wheel.add(deathAt, (pod << TAG_SHIFT) | TAG.death);
    const unreadyAt = Math.min(detectedAt, courses.unreadyAt(failsAt, pod, epoch));
    if (unreadyAt > PRESENT_MS && unreadyAt < deathAt) {
      wheel.add(unreadyAt, (pod << TAG_SHIFT) | TAG.unready | (life & LIFE_BITS));
    }
    const firstAt = symptomaticAt + courses.draw(STREAM.firstSneeze, pod, life);
    const intervals = Math.max(0, Math.ceil((PRESENT_MS - firstAt) / model.sneezeIntervalMs));
    const sneezeAt = firstAt + intervals * model.sneezeIntervalMs;
    if (sneezeAt < deathAt) wheel.add(sneezeAt, (pod << TAG_SHIFT) | TAG.sneeze | (life & LIFE_BITS));
  }

  /** A start that takes longer than any is taken for one that has just begun. */
  #start(pod: number, base: number, life: number, endedAt: number): void {
    const { population, courses, wheel } = this.#shared;
    population.enter(pod, PHASE.starting);
    const startMs = courses.startMs(pod, life);
    const upAt = endedAt + startMs > PRESENT_MS ? endedAt + startMs : PRESENT_MS + startMs;
    population.records[base + RECORD.due] = upAt;
    wheel.add(upAt, (pod << TAG_SHIFT) | TAG.up);
  }

  #becomeReady(pod: number, base: number, life: number): void {
    const { population, courses, wheel } = this.#shared;
    population.records[base + RECORD.due] = PRESENT_MS;
    const readyAt = PRESENT_MS + courses.draw(STREAM.ready, pod, life);
    wheel.add(readyAt, (pod << TAG_SHIFT) | TAG.ready | (life & LIFE_BITS));
  }
}

/** A time before the beginning, in the engine's own; what is too long ago is as if it were at its start. */
function timeOf(agoMs: number): number {
  return Math.max(0, PRESENT_MS - Math.max(0, Math.round(agoMs)));
}
