import { Engine, type EngineEvent, type Listener } from '../engine/engine.ts';
import type { Model } from '../engine/model.ts';
import type { Outbreak } from '../engine/outbreak.ts';
import * as COUNT from '../engine/count.ts';
import { placesOf } from '../engine/population.ts';
import { follow } from './follow.ts';
import { GenerationLog } from './generation-log.ts';
import { StrainLog } from './strain-log.ts';
import type { Story } from './story.ts';

/** Runs one model again and again, with the same memory, and tells what each run came to. */
export class Storyteller {
  /** What it is told of: to be looked at while `steps` waits, and not to be run. */
  readonly engine: Engine;
  readonly #generations: GenerationLog;
  readonly #strains: StrainLog;
  readonly #listener: Listener | undefined;
  #peakSymptomatic = 0;
  #peakAtMs = 0;

  /** `listener` is told of each event as well, as that of an engine. */
  constructor(model: Model, listener?: Listener) {
    const places = placesOf(model);
    this.#listener = listener;
    this.#generations = new GenerationLog(places);
    this.#strains = new StrainLog(places);
    this.engine = new Engine(model, {
      listener: (event, atMs, pod, other) => this.#hear(event, atMs, pod, other),
    });
  }

  /** One run, from all well at time 0 to `untilMs`, at most `MAX_UNTIL_MS`. */
  tell(seed: number, outbreak: Outbreak, untilMs: number): Story {
    const steps = this.steps(seed, outbreak, untilMs, untilMs);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same, which stops at time 0, after each step and at the end, and gives the time. */
  *steps(
    seed: number,
    outbreak: Outbreak,
    untilMs: number,
    stepMs: number,
  ): Generator<number, Story, undefined> {
    const { engine } = this;
    engine.reset(seed);
    this.#generations.reset();
    const { strains = 1 } = outbreak;
    this.#strains.reset(strains);
    this.#peakSymptomatic = 0;
    this.#peakAtMs = 0;
    const extinctAtMs = yield* follow(engine, outbreak, untilMs, stepMs);
    const { counts } = engine;
    return {
      seed,
      extinctAtMs,
      infected: engine.infected,
      infections: counts[COUNT.infections]!,
      generations: this.#generations.generations,
      restarts: counts[COUNT.restarts]!,
      mostRestarts: counts[COUNT.mostRestarts]!,
      restartsOfPods: engine.restartsOfPods(),
      peakSymptomatic: this.#peakSymptomatic,
      peakAtMs: this.#peakAtMs,
      sneezes: counts[COUNT.sneezes]!,
      refused: counts[COUNT.refused]!,
      // Nobody is infected by anything else than a sneeze.
      hits: counts[COUNT.infections]!,
      ...(strains === 1 ? {} : { strains: this.#strains.strains }),
      ...(engine.done.length === 0 ? {} : { interventions: engine.done }),
    };
  }

  #hear(event: EngineEvent, atMs: number, pod: number, other: number): void {
    this.#listener?.(event, atMs, pod, other);
    if (event === 'exposed') {
      this.#generations.note(atMs, pod, other);
      this.#strains.note(pod, other);
    } else if (event === 'ended' || event === 'deleted') {
      this.#strains.end(atMs, pod);
    } else if (event === 'symptomatic') {
      const symptomatic = this.engine.counts[COUNT.symptomatic]!;
      if (symptomatic <= this.#peakSymptomatic) return;
      this.#peakSymptomatic = symptomatic;
      this.#peakAtMs = atMs;
    }
  }
}
