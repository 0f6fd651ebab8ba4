import type { Engine } from '../engine/engine.ts';
import * as COUNT from '../engine/count.ts';
import type { Sample } from './sample.ts';

/** What `kubectl get pods` would show of a simulation now. */
export function look(engine: Engine): Sample {
  const { counts } = engine;
  const waiting = counts[COUNT.waiting]!;
  const pods =
    counts[COUNT.susceptible]! +
    counts[COUNT.incubating]! +
    counts[COUNT.symptomatic]! +
    counts[COUNT.starting]! +
    waiting;
  return {
    atMs: engine.nowMs,
    pods,
    ready: counts[COUNT.ready]!,
    running: pods - waiting,
    waiting,
    restarts: counts[COUNT.restarts]!,
    mostRestarts: counts[COUNT.mostRestarts]!,
  };
}
