import { Engine, type EngineEvent } from '../../src/engine/engine.ts';
import type { Model } from '../../src/engine/model.ts';

/** What a listener is told. */
export type Line = readonly [event: EngineEvent, atMs: number, pod: number, other: number];

/** All that happens to podders that are sneezed on from outside at these times, until a time. */
export function story(
  model: Model,
  untilMs: number,
  sneezesAtMs: readonly number[] = [0],
  seed = 1,
): { lines: Line[]; engine: Engine } {
  const lines: Line[] = [];
  const engine = new Engine(model, { lineage: true, listener: (...line) => lines.push(line) });
  engine.reset(seed);
  for (const atMs of sneezesAtMs) {
    engine.run(atMs, false);
    engine.introduce();
  }
  engine.run(untilMs, false);
  return { lines, engine };
}
