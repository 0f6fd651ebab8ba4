import type { Case } from '../../src/cases/case.ts';
import type { CaseLog } from '../../src/cases/case-log.ts';
import { Recorder } from '../../src/cases/recorder.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Model } from '../../src/engine/model.ts';

/** A case infected by another one, ten seconds after the one before, that fell ill and ended where it is said. */
export function infection(id: number, infector: number | undefined, rest: Partial<Case> = {}): Case {
  return {
    id,
    pod: id,
    life: 0,
    infector,
    generation: infector === undefined ? 1 : 2,
    exposedAtMs: id * 10_000,
    symptomaticAtMs: undefined,
    endedAtMs: undefined,
    ...rest,
  };
}

/** Four cases in three generations, times and all: c0 infected c1 and c2, c1 infected c3. */
export const FOUR: CaseLog = new Set([
  infection(0, undefined, { pod: 7, exposedAtMs: 0, symptomaticAtMs: 10_000, endedAtMs: 12_750 }),
  infection(1, 0, { pod: 3, exposedAtMs: 10_001, symptomaticAtMs: 20_001, endedAtMs: 22_500 }),
  infection(2, 0, { pod: 5, exposedAtMs: 10_601, symptomaticAtMs: 20_601 }),
  infection(3, 1, { pod: 7, life: 1, generation: 3, exposedAtMs: 20_100 }),
]);

/** A chain in which each case infects the next one, a second later. */
export function chain(length: number): CaseLog {
  return new Set(
    Array.from({ length }, (_, id) =>
      infection(id, id === 0 ? undefined : id - 1, { generation: id + 1, exposedAtMs: id * 1_000 }),
    ),
  );
}

/** The cases of a real run. */
export function recordRun(model: Model, seed: number, untilMs = 1_000_000): Recorder {
  const recorder = new Recorder(model.pods);
  const engine = new Engine(model, { lineage: true, listener: recorder.listener });
  engine.reset(seed);
  engine.introduce();
  engine.run(untilMs);
  return recorder;
}
