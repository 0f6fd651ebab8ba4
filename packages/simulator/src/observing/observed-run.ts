import { createEpidemicStore, type EpidemicEvent, type EpidemicStore } from '@pod-contagion/epidemic';
import { Engine, type EngineEvent } from '../engine/engine.ts';
import type { Model } from '../engine/model.ts';
import { ONE_SNEEZE, type Outbreak } from '../engine/outbreak.ts';
import { MAX_UNTIL_MS } from '../settings/index.ts';
import { Observer } from './observer.ts';

/** Something that happened, and when in virtual time, in milliseconds. */
export type SimulatedEvent = EpidemicEvent & Readonly<{ atMs: number }>;

/** What a simulation is besides its settings. */
export type SimulateOptions = Readonly<{
  /** The same settings and seed give the same events; default 1. */
  seed?: number;
  /** When it ends, unless it dies out before; default: never but by its extinction, or after twelve days. */
  untilMs?: number;
  /** How it begins; default: one sneeze. */
  outbreak?: Outbreak;
  /** What learns of everything as it would of a cluster; default: a store of its own. */
  store?: EpidemicStore;
}>;

/** What the engine told and nobody has observed yet. */
type Told = readonly [event: EngineEvent, atMs: number, pod: number, other: number];

/**
 * One contagion that is observed while it goes on, as far at a time as is asked for: the pieces make no difference to what happens.
 * Times are milliseconds of virtual time.
 */
export class ObservedRun {
  readonly #engine: Engine;
  readonly #observer: Observer;
  readonly #store: EpidemicStore;
  readonly #outbreak: Outbreak;
  readonly #untilMs: number;
  #told: Told[] = [];
  #introduced = 0;
  #nowMs = -1;
  #extinctAtMs: number | undefined;

  constructor(
    model: Model,
    {
      seed = 1,
      untilMs = MAX_UNTIL_MS,
      outbreak = ONE_SNEEZE,
      store = createEpidemicStore(),
    }: SimulateOptions = {},
  ) {
    this.#observer = new Observer(model, strainNames(outbreak.strains ?? 1));
    this.#engine = new Engine(model, { listener: (...told) => this.#told.push(told) });
    this.#engine.reset(seed);
    this.#store = store;
    this.#outbreak = outbreak;
    this.#untilMs = untilMs;
  }

  /** The time that has been come to; that of its end once it is over, and -1 before the first event. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** When nobody was infected any more; undefined where somebody still is. */
  get extinctAtMs(): number | undefined {
    return this.#extinctAtMs;
  }

  /** Whether it has died out, or was followed as long as it should be. */
  get isOver(): boolean {
    return this.#extinctAtMs !== undefined || this.#nowMs === this.#untilMs;
  }

  /** Lets time pass until `toMs`, or to its end, and gives what happens; the store learns of an event just before it is given. */
  *advance(toMs: number): Generator<SimulatedEvent, void> {
    if (this.isOver || toMs <= this.#nowMs) return;
    if (this.#nowMs < 0) yield* this.#learn(0, this.#observer.first());
    const untilMs = Math.min(toMs, this.#untilMs);
    const isAlive = this.#run(untilMs);
    this.#nowMs = isAlive ? untilMs : this.#engine.nowMs;
    if (!isAlive) this.#extinctAtMs = this.#nowMs;
    const told = this.#told;
    this.#told = [];
    for (const [event, atMs, pod, other] of told) {
      yield* this.#learn(atMs, this.#observer.observe(event, atMs, pod, other));
    }
  }

  /** Gives whether somebody is infected then, or will still be from outside. */
  #run(toMs: number): boolean {
    const { sneezes, intervalMs, strains = 1 } = this.#outbreak;
    const nextAtMs = (): number => (this.#introduced < sneezes ? this.#introduced * intervalMs : Infinity);
    while (nextAtMs() <= toMs) {
      this.#engine.run(nextAtMs(), false);
      for (let strain = 0; strain < strains; strain++) this.#engine.introduce(strain);
      this.#introduced++;
    }
    const isMoreToCome = nextAtMs() <= this.#untilMs;
    return this.#engine.run(toMs, !isMoreToCome) || isMoreToCome;
  }

  *#learn(atMs: number, observations: ReturnType<Observer['first']>): Generator<SimulatedEvent, void> {
    for (const observation of observations) {
      for (const event of this.#store.observe(observation, atMs) ?? []) yield { atMs, ...event };
    }
  }
}

/** What strains are called. */
function strainNames(strains: number): readonly string[] {
  return strains === 1
    ? ['simulated']
    : Array.from({ length: strains }, (_, strain) => `simulated-${strain + 1}`);
}
