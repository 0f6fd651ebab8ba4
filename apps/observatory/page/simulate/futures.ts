import { COUNT, Engine, PRESENT_MS, runSeed, type PresentPod } from '@pod-contagion/simulator';
import { bands, wilson } from '@pod-contagion/simulator/statistics';
import { HORIZON_MS, type Fan } from './fan.ts';
import type { SimulationPlan } from './plan.ts';
import { modelOf } from './simulated-run.ts';

/** How many there are. */
export const FUTURES = 200;

/** From one look to the next: close ones at first, where most is seen of them. */
const NEAR_MS = 300_000;
const NEAR_STEP_MS = 5_000;
const FAR_STEP_MS = 30_000;

const QUANTILES = [0.1, 0.5, 0.9];

/** Simulated futures from one moment on, one after the other: each with a seed of its own. */
export class Futures {
  readonly #engine: Engine;
  readonly #present: readonly PresentPod[];
  readonly #fromMs: number;
  readonly #seed: number;
  readonly #looks: readonly number[] = looksAt();
  readonly #infected: Uint32Array[] = [];
  readonly #overMs: number[] = [];

  /** @throws {SimulatorError | RangeError} where it can't begin like this */
  constructor(plan: SimulationPlan, present: readonly PresentPod[], fromMs: number) {
    this.#engine = new Engine(modelOf(plan));
    this.#present = present;
    this.#fromMs = fromMs;
    this.#seed = plan.seed;
  }

  get count(): number {
    return this.#infected.length;
  }

  /** One future more. */
  step(): void {
    const engine = this.#engine;
    engine.resume(runSeed(this.#seed, this.#infected.length), this.#present);
    const infected = new Uint32Array(this.#looks.length);
    let isAlive = engine.infected > 0;
    for (const [look, afterMs] of this.#looks.entries()) {
      if (isAlive) isAlive = engine.run(PRESENT_MS + afterMs);
      infected[look] = engine.counts[COUNT.incubating]! + engine.counts[COUNT.symptomatic]!;
    }
    this.#overMs.push(isAlive ? Infinity : engine.nowMs - PRESENT_MS);
    this.#infected.push(infected);
  }

  /** What they come to so far. */
  fan(): Fan {
    const [low, median, high] = bands(this.#infected, QUANTILES);
    const runs = this.count;
    const over = this.#overMs.toSorted((one, other) => one - other);
    const half = over[Math.ceil(runs / 2) - 1] ?? Infinity;
    return {
      fromMs: this.#fromMs,
      atMs: Float64Array.from(this.#looks, (afterMs) => this.#fromMs + afterMs),
      low: low!,
      median: median!,
      high: high!,
      runs,
      of: FUTURES,
      alive: wilson(over.filter((each) => each === Infinity).length, runs),
      halfOverMs: half === Infinity ? undefined : this.#fromMs + half,
    };
  }
}

function looksAt(): readonly number[] {
  const looks: number[] = [];
  for (let afterMs = 0; afterMs <= HORIZON_MS; afterMs += afterMs < NEAR_MS ? NEAR_STEP_MS : FAR_STEP_MS) {
    looks.push(afterMs);
  }
  return looks;
}
