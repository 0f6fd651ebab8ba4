import { Engine, type EngineEvent } from '../engine/engine.ts';
import type { Model } from '../engine/model.ts';
import { breakOut, type Outbreak } from '../engine/outbreak.ts';
import { COUNT } from '../engine/tally.ts';
import { placesOf } from '../engine/population.ts';
import { GenerationLog } from './generation-log.ts';
import { StrainLog } from './strain-log.ts';
import type { Story } from './story.ts';

/** Runs one model again and again, with the same memory, and tells what each run came to. */
export class Storyteller {
  readonly #engine: Engine;
  readonly #generations: GenerationLog;
  readonly #strains: StrainLog;
  #peakSymptomatic = 0;
  #peakAtMs = 0;

  constructor(model: Model) {
    const places = placesOf(model);
    this.#generations = new GenerationLog(places);
    this.#strains = new StrainLog(places);
    this.#engine = new Engine(model, {
      listener: (event, atMs, pod, other) => this.#hear(event, atMs, pod, other),
    });
  }

  /** One run, from all well at time 0 to `untilMs`, at most `MAX_UNTIL_MS`. */
  tell(seed: number, outbreak: Outbreak, untilMs: number): Story {
    const engine = this.#engine;
    engine.reset(seed);
    this.#generations.reset();
    const { strains = 1 } = outbreak;
    this.#strains.reset(strains);
    this.#peakSymptomatic = 0;
    this.#peakAtMs = 0;
    breakOut(engine, outbreak, untilMs);
    const isAlive = engine.run(untilMs);
    const extinctAtMs = isAlive ? undefined : engine.nowMs;
    // Whoever is in back-off then is restarted all the same, as `kubectl get pods` counts.
    engine.run(untilMs, false);
    const { counts } = engine;
    return {
      seed,
      extinctAtMs,
      infected: engine.infected,
      infections: counts[COUNT.infections]!,
      generations: this.#generations.generations,
      restarts: counts[COUNT.restarts]!,
      mostRestarts: counts[COUNT.mostRestarts]!,
      peakSymptomatic: this.#peakSymptomatic,
      peakAtMs: this.#peakAtMs,
      sneezes: counts[COUNT.sneezes]!,
      refused: counts[COUNT.refused]!,
      ...(strains === 1 ? {} : { strains: this.#strains.strains }),
      ...(engine.done.length === 0 ? {} : { interventions: engine.done }),
    };
  }

  #hear(event: EngineEvent, atMs: number, pod: number, other: number): void {
    if (event === 'exposed') {
      this.#generations.note(atMs, pod, other);
      this.#strains.note(pod, other);
    } else if (event === 'ended' || event === 'deleted') {
      this.#strains.end(atMs, pod);
    } else if (event === 'symptomatic') {
      const symptomatic = this.#engine.counts[COUNT.symptomatic]!;
      if (symptomatic <= this.#peakSymptomatic) return;
      this.#peakSymptomatic = symptomatic;
      this.#peakAtMs = atMs;
    }
  }
}
