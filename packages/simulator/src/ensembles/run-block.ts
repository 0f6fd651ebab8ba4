import type { Engine } from '../engine/engine.ts';
import { breakOut, ONE_SNEEZE, type Outbreak } from '../engine/outbreak.ts';
import * as COUNT from '../engine/count.ts';
import type { RunResult } from './run-result.ts';
import { runSeed } from './run-seed.ts';

/** What an ensemble repeats. */
export type EnsembleOptions = Readonly<{
  /** Of which the seed of each run comes. */
  seed: number;
  /** When a run is broken off that has not died out by itself. */
  untilMs: number;
  /** How each of them begins; default: one sneeze. */
  outbreak?: Outbreak;
}>;

/**
 * Runs from one number up to another one, which is not run itself. What it gives depends on these numbers alone, so that blocks can be
 * run anywhere and in any order.
 */
export function runBlock(engine: Engine, from: number, to: number, options: EnsembleOptions): RunResult[] {
  return Array.from({ length: to - from }, (_, index) => runOnce(engine, from + index, options));
}

function runOnce(engine: Engine, run: number, options: EnsembleOptions): RunResult {
  const { seed, untilMs, outbreak = ONE_SNEEZE } = options;
  engine.reset(runSeed(seed, run));
  breakOut(engine, outbreak, untilMs);
  const isAlive = engine.run(untilMs);
  const { counts } = engine;
  return {
    extinctAtMs: isAlive ? undefined : engine.nowMs,
    infections: counts[COUNT.infections]!,
    restarts: counts[COUNT.restarts]!,
    events: counts[COUNT.events]!,
  };
}
