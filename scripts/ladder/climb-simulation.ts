import { Engine, type Listener, type Model } from '@pod-contagion/simulator';
import type { Rung } from './ladder.ts';

/** How often the podder is sneezed at, in ms: it is met as soon as the Service lists it. */
const SNEEZE_MS = 20;

/** A rung, and when the container was restarted after it: of a cluster nobody is told. */
type SimulatedRung = Rung & Readonly<{ restartedAtMs: number }>;

/** The ladder of one seed. */
export type SimulatedLadder = Readonly<{ rungs: readonly SimulatedRung[]; restarts: number }>;

/** As `climbCluster`, of the only podder of a simulation, once for each seed. */
export function climbSimulation(model: Model, restarts: number, seeds: number): readonly SimulatedLadder[] {
  let rungs: SimulatedRung[] = [];
  const life = { exposedAtMs: 0, failsAtMs: 0, endedAtMs: 0, waits: false, restartedAtMs: 0, upAtMs: 0 };
  const listener: Listener = (event, atMs) => {
    if (event === 'exposed') {
      life.exposedAtMs = atMs;
      life.failsAtMs = atMs + model.symptomDelayMs + model.healthDelayMs;
      life.waits = false;
    } else if (event === 'ended') life.endedAtMs = atMs;
    else if (event === 'waiting') life.waits = true;
    else if (event === 'restarted') life.restartedAtMs = atMs;
    else if (event === 'up') life.upAtMs = atMs;
    else if (event === 'ready') rungs.push({ ...life, readyAtMs: atMs });
  };
  const engine = new Engine(model, { listener });
  return Array.from({ length: seeds }, (_, seed) => {
    rungs = [];
    engine.reset(seed);
    while (rungs.length < restarts) {
      engine.introduce();
      engine.run(engine.nowMs + SNEEZE_MS, false);
    }
    return { rungs, restarts: engine.restartsOf(0) };
  });
}
