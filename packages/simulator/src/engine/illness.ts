import type { Courses } from './courses.ts';
import type { DelayLine } from './delay-line.ts';
import type { Endpoints } from './endpoints.ts';
import { Flights } from './flights.ts';
import type { Listener } from './listener.ts';
import type { Model } from './model.ts';
import type { Network } from './network.ts';
import * as LINEAGE from './lineage.ts';
import * as PHASE from './phase.ts';
import * as RECORD from './record.ts';
import { LAST_OPEN, LIVES_SHIFT, PHASE_BITS, READY, WORDS_SHIFT } from './pods.ts';
import { BATCH, type Population } from './population.ts';
import * as STREAM from './stream.ts';
import { Sequence } from './random.ts';
import type { Shared } from './shared.ts';
import * as TAG from './tag.ts';
import { LIFE_BITS, TAG_SHIFT } from './tags.ts';
import * as COUNT from './count.ts';
import type { Wheel } from './wheel.ts';

/** What the contagion does: sneezes, exposures and symptoms. Source: packages/podder/src/infection.ts. */
export class Illness {
  readonly #model: Model;
  readonly #population: Population;
  readonly #state: Uint8Array;
  readonly #records: Int32Array;
  readonly #counts: Float64Array;
  readonly #wheel: Wheel;
  readonly #courses: Courses;
  readonly #listener: Listener | undefined;
  readonly #endpoints: Endpoints;
  readonly #symptoms: DelayLine;
  readonly #sneezes: DelayLine;
  readonly #random = new Sequence(0);
  readonly #targets = new Int32Array(BATCH);
  readonly #sneezers = new Int32Array(BATCH);
  readonly #isLarge: boolean;
  readonly #canBeDeleted: boolean;
  readonly #network: Network;
  readonly #flights = new Flights();
  readonly #breaker: number;
  /** Sneezes in a row that nobody took, by pod; empty where no breaker counts them. */
  readonly #refusals: Uint8Array;

  constructor(
    { model, population, wheel, courses, endpoints, network, listener }: Shared,
    symptoms: DelayLine,
    sneezes: DelayLine,
  ) {
    this.#model = model;
    this.#population = population;
    this.#state = population.state;
    this.#records = population.records;
    this.#counts = population.counts;
    this.#wheel = wheel;
    this.#courses = courses;
    this.#listener = listener;
    this.#isLarge = population.isLarge;
    this.#canBeDeleted = (model.interventions ?? []).length > 0;
    this.#network = network;
    this.#breaker = model.sneezeBreaker ?? 0;
    this.#refusals = new Uint8Array(this.#breaker === 0 ? 0 : population.state.length);
    this.#endpoints = endpoints;
    this.#symptoms = symptoms;
    this.#sneezes = sneezes;
  }

  /** Begins anew. */
  reset(seed: number): void {
    this.#random.reset(seed);
    this.#flights.reset();
    this.#refusals.fill(0);
  }

  /** All symptoms that are due. */
  symptoms(now: number): void {
    const symptoms = this.#symptoms;
    while (symptoms.nextAt === now) {
      const count = this.#isLarge ? symptoms.due(BATCH) : 1;
      if (count > 1) this.#readAhead(symptoms, count);
      for (let index = 0; index < count; index++) this.#symptom(symptoms.shift(), now);
    }
  }

  /** All sneezes that are due, but for first ones. */
  sneezes(now: number): void {
    const sneezes = this.#sneezes;
    const isSimple = this.#isLarge && this.#isUndisturbed;
    while (sneezes.nextAt === now) {
      if (isSimple) {
        this.#sneezeTogether(sneezes.due(BATCH), now);
        continue;
      }
      const { word: deathAt } = sneezes;
      const pod = sneezes.shift();
      const target = this.#endpoints.choose(this.#random);
      if (this.#canBeDeleted && !this.#isStill(pod, deathAt)) continue;
      if (this.#network.isPlain) this.#arrive(target, pod, now);
      else this.#send(target, pod, now);
      this.#sneezeAgain(pod, now, deathAt);
    }
  }

  /** Whether nothing stands between those that sneeze and those that they meet, and nothing counts who takes it. */
  get #isUndisturbed(): boolean {
    if (this.#breaker > 0 || !this.#network.isPlain) return false;
    return !this.#canBeDeleted || !this.#population.isAnyReplaced;
  }

  /** Reads what `#symptom` will ask for first: see BATCH. */
  #readAhead(line: DelayLine, count: number): void {
    let read = 0;
    for (let index = 0; index < count; index++) {
      const pod = line.podAt(index);
      read ^= this.#records[pod << WORDS_SHIFT]! ^ this.#state[pod]!;
    }
    this.#population.read = read;
  }

  /**
   * Sneezes that are due at the same time, through a network that nothing is done to. Whom they meet can be drawn before the first of
   * them has an effect, as none changes who is listed, nor whose face is closed.
   */
  #sneezeTogether(count: number, now: number): void {
    const counts = this.#counts;
    const targets = this.#targets;
    const state = this.#state;
    this.#endpoints.chooseEach(this.#random, targets, count);
    const sneezers = this.#sneezers;
    let refused = 0;
    let met = 0;
    for (let index = 0; index < count; index++) {
      const target = targets[index]!;
      const phase = target === -1 ? PHASE.starter : state[target]! & PHASE_BITS;
      if (phase === PHASE.susceptible) {
        targets[met] = target;
        sneezers[met++] = this.#sneezes.podAt(index);
      } else if (phase > LAST_OPEN && phase !== PHASE.immune) {
        refused++;
      }
    }
    this.#readBoth(met);
    counts[COUNT.events]! += count;
    counts[COUNT.sneezes]! += count;
    counts[COUNT.refused]! += refused;
    for (let index = 0; index < met; index++) {
      const target = targets[index]!;
      if ((state[target]! & PHASE_BITS) === PHASE.susceptible) this.#expose(target, now, sneezers[index]!);
    }
    this.#sneezes.renew(count, now + this.#model.sneezeIntervalMs);
  }

  /** Reads ahead the records of those that meet. */
  #readBoth(met: number): void {
    const records = this.#records;
    const { hasLineage, lineage } = this.#population;
    const targets = this.#targets;
    const sneezers = this.#sneezers;
    let read = 0;
    for (let index = 0; index < met; index++) {
      const target = targets[index]! << WORDS_SHIFT;
      read ^= records[target]!;
      if (hasLineage) read ^= lineage[target]! ^ lineage[sneezers[index]! << WORDS_SHIFT]!;
    }
    this.#population.read = read;
  }

  /** Somebody sneezes once, through the Service: a pod, or less than 0 for one from outside. */
  sneezeFrom(sneezer: number, now: number): void {
    const target = this.#endpoints.choose(this.#random);
    if (this.#network.isPlain) this.#arrive(target, sneezer, now);
    else this.#send(target, sneezer, now);
  }

  /** Whether a pod whose sneeze is due is the one that was to sneeze until its death at a time, and has not been deleted. */
  #isStill(pod: number, deathAt: number): boolean {
    return (
      (this.#state[pod]! & PHASE_BITS) === PHASE.symptomatic &&
      this.#records[(pod << WORDS_SHIFT) + RECORD.due] === deathAt
    );
  }

  /** A sneeze through a network that something is done to. */
  #send(target: number, sneezer: number, now: number): void {
    const travelMs = this.#network.travelMs(target, sneezer);
    if (travelMs === 0) {
      this.#arrive(target, sneezer, now);
      return;
    }
    if (travelMs < 0) {
      const counts = this.#counts;
      counts[COUNT.events]!++;
      counts[COUNT.sneezes]!++;
      counts[COUNT.refused]!++;
      if (this.#breaker > 0) this.#heed(sneezer, false);
      return;
    }
    const life = sneezer < 0 ? 0 : this.#population.livesOf(sneezer);
    const place = this.#flights.send(target, sneezer, life);
    this.#wheel.add(now + travelMs, (place << TAG_SHIFT) | TAG.arrival);
  }

  /** A sneeze that was under way has come: whoever has ended meanwhile does not finish what it said. */
  arrival(place: number, now: number): void {
    const { target, sneezer, life } = this.#flights.land(place);
    const isThere =
      sneezer < 0 ||
      (this.#population.livesOf(sneezer) === life &&
        (this.#state[sneezer]! & PHASE_BITS) === PHASE.symptomatic);
    this.#arrive(isThere ? target : -1, sneezer, now);
  }

  /** Whether sneezes from outside are under way. */
  get isExpected(): boolean {
    return this.#flights.fromOutside > 0;
  }

  #arrive(target: number, sneezer: number, now: number): void {
    const counts = this.#counts;
    counts[COUNT.events]!++;
    counts[COUNT.sneezes]!++;
    if (target === -1) {
      counts[COUNT.refused]!++;
      if (this.#breaker > 0) this.#heed(sneezer, false);
      return;
    }
    const phase = this.#state[target]! & PHASE_BITS;
    if (this.#breaker > 0) this.#heed(sneezer, phase <= LAST_OPEN || phase === PHASE.immune);
    if (phase > LAST_OPEN) {
      if (phase !== PHASE.immune) counts[COUNT.refused]!++;
    } else if (phase === PHASE.susceptible) {
      this.#expose(target, now, sneezer);
    }
  }

  /** A circuit breaker counts what nobody took; one that is open stays so. */
  #heed(sneezer: number, isTaken: boolean): void {
    if (sneezer < 0 || this.#refusals[sneezer]! >= this.#breaker) return;
    this.#refusals[sneezer] = isTaken ? 0 : this.#refusals[sneezer]! + 1;
  }

  #expose(pod: number, now: number, sneezer: number): void {
    const base = pod << WORDS_SHIFT;
    const records = this.#records;
    this.#population.enter(pod, PHASE.incubating);
    this.#counts[COUNT.events]!++;
    const infection = this.#counts[COUNT.infections]!++;
    const symptomAt = now + this.#courses.closeMs;
    if ((this.#state[pod]! & READY) === 0) this.#exposeEarly(pod, now, records[base + RECORD.due]!);
    if (this.#courses.failMs >= 0 || !this.#failEarly(pod, base, symptomAt)) {
      records[base + RECORD.due] = symptomAt;
      this.#symptoms.add(symptomAt, pod, 0);
    }
    if (this.#population.hasLineage) {
      const { lineage } = this.#population;
      const infector = sneezer << WORDS_SHIFT;
      const generation = sneezer < 0 ? 1 : lineage[infector + LINEAGE.generation]! + 1;
      if (sneezer >= 0) lineage[infector + LINEAGE.offspring]!++;
      lineage[base + LINEAGE.generation] = generation;
      lineage[base + LINEAGE.infection] = infection;
      lineage[base + LINEAGE.exposedAt] = now;
      lineage[base + LINEAGE.offspring] = 0;
      if (generation > this.#counts[COUNT.generations]!) this.#counts[COUNT.generations] = generation;
    }
    this.#listener?.('exposed', now, pod, sneezer);
  }

  /** Liveness is not probed before the startup probe has passed: a podder that fails before never passes it. */
  #exposeEarly(pod: number, now: number, upAt: number): void {
    const courses = this.#courses;
    const failsAt = now + courses.closeMs + courses.failMs;
    const life = this.#population.livesOf(pod);
    const epoch = this.#epochOf(pod, life);
    const startedAt = courses.startedAt(upAt, pod, epoch);
    const isStarted = startedAt < failsAt || this.#model.startupPeriodMs === 0;
    const begunAt = upAt - courses.startMs(pod, life);
    const detectedAt = isStarted ? undefined : Math.max(failsAt, courses.neverStartedAt(begunAt, pod, epoch));
    this.#population.early.set(pod, { failsAt, detectedAt });
  }

  /** Probes that fail before the first symptom may end a podder without any; says whether they do. */
  #failEarly(pod: number, base: number, symptomAt: number): boolean {
    const life = this.#records[base + RECORD.lives]! >> LIVES_SHIFT;
    const failsAt = symptomAt + this.#courses.failMs;
    const detectedAt = this.#detectedAt(pod, life, failsAt);
    const deathAt = detectedAt + this.#courses.draw(STREAM.kill, pod, life);
    const unreadyAt = this.#unreadyAt(pod, life, failsAt, detectedAt);
    if (unreadyAt < Math.min(symptomAt, deathAt)) {
      this.#wheel.add(unreadyAt, (pod << TAG_SHIFT) | TAG.unready | (life & LIFE_BITS));
    }
    if (deathAt >= symptomAt) return false;
    this.#records[base + RECORD.due] = deathAt;
    this.#wheel.add(deathAt, (pod << TAG_SHIFT) | TAG.death);
    return true;
  }

  #detectedAt(pod: number, life: number, failsAt: number): number {
    if (this.#model.death === 'exit') return failsAt;
    const early = this.#population.early.size === 0 ? undefined : this.#population.early.get(pod)?.detectedAt;
    return early ?? this.#courses.detectedAt(failsAt, pod, this.#epochOf(pod, life));
  }

  #unreadyAt(pod: number, life: number, failsAt: number, detectedAt: number): number {
    return Math.min(detectedAt, this.#courses.unreadyAt(failsAt, pod, this.#epochOf(pod, life)));
  }

  #epochOf(pod: number, life: number): number {
    return this.#courses.epochOf(life, this.#population.bornIn(pod));
  }

  /** Its face closes, it begins to sneeze, and sooner or later it dies. */
  #symptom(pod: number, now: number): void {
    const base = pod << WORDS_SHIFT;
    const records = this.#records;
    const courses = this.#courses;
    if ((this.#state[pod]! & PHASE_BITS) !== PHASE.incubating || records[base + RECORD.due] !== now) return;
    this.#population.enter(pod, PHASE.symptomatic);
    this.#counts[COUNT.events]!++;
    if (this.#breaker > 0) this.#refusals[pod] = 0;
    const life = records[base + RECORD.lives]! >> LIVES_SHIFT;
    const failsAt = now + courses.failMs;
    const detectedAt = this.#detectedAt(pod, life, failsAt);
    const deathAt = detectedAt + courses.draw(STREAM.kill, pod, life);
    records[base + RECORD.due] = deathAt;
    this.#wheel.add(deathAt, (pod << TAG_SHIFT) | TAG.death);
    const unreadyAt = this.#unreadyAt(pod, life, failsAt, detectedAt);
    if (unreadyAt >= now && unreadyAt < deathAt) {
      this.#wheel.add(unreadyAt, (pod << TAG_SHIFT) | TAG.unready | (life & LIFE_BITS));
    }
    this.#listener?.('symptomatic', now, pod, -1);
    const sneezeAt = now + courses.draw(STREAM.firstSneeze, pod, life);
    if (sneezeAt === now) this.sneeze(pod, now, deathAt);
    else if (sneezeAt < deathAt)
      this.#wheel.add(sneezeAt, (pod << TAG_SHIFT) | TAG.sneeze | (life & LIFE_BITS));
  }

  /** One sneeze of a pod that dies at a time; the next one follows. */
  sneeze(pod: number, now: number, deathAt: number): void {
    if (now >= deathAt) return;
    this.sneezeFrom(pod, now);
    this.#sneezeAgain(pod, now, deathAt);
  }

  #sneezeAgain(pod: number, now: number, deathAt: number): void {
    if (this.#breaker > 0 && this.#refusals[pod]! >= this.#breaker) return;
    const next = now + this.#model.sneezeIntervalMs;
    if (next < deathAt) this.#sneezes.add(next, pod, deathAt);
  }
}
