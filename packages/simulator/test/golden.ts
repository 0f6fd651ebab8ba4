import { Engine } from '../src/engine/engine.ts';
import type { Model } from '../src/engine/model.ts';
import { createModel } from '../src/settings/create-model.ts';
import { parseIntervention } from '../src/settings/interventions/parse-intervention.ts';

/** Runs on whatever runs JavaScript: no module of Node.js is imported here. */
const MODELS: readonly (readonly [model: Model, untilMs: number])[] = [
  [createModel({ pods: 50, healthDelayMs: 0, sneezeIntervalMs: 600, profile: 'original-go' }), 3_600_000],
  [createModel({ pods: 200, symptomDelayMs: 80_000 }), 3_600_000],
  [createModel({ pods: 1_000, death: 'replace', symptomDelayMs: 2_000 }), 120_000],
  [
    createModel({ pods: 300, kubeletVersion: '1.20', immune: 20, nodes: 4, unknownEndProbability: 0.1 }),
    600_000,
  ],
  [createModel({ pods: 30_000, maxBackoffMs: 1_000 }), 100_000],
  [
    createModel({
      pods: 400,
      starterUntilMs: 2_000,
      interventions: [
        'kill 20% every 15s',
        'disconnect 30% at 12s for 40s',
        'delay 5ms..250ms at 20s for 1m',
        'loss 15% at 30s',
        'scale 600 when restarts>=100',
        'close-service at 40s for 5s',
      ].map((text) => parseIntervention(text, milliseconds)),
    }),
    300_000,
  ],
];

const SEEDS = [1, 2 ** 31 - 1];

/** FNV-1a of the state and the counts that each of some runs comes to, in eight hexadecimal digits. */
export function goldenHash(): string {
  let hash = 0x811c_9dc5;
  const add = (word: number): void => void (hash = Math.imul(hash ^ word, 0x0100_0193));
  for (const [model, untilMs] of MODELS) {
    const engine = new Engine(model, { lineage: true });
    for (const seed of SEEDS) {
      engine.reset(seed);
      for (let sneeze = 0; sneeze < 4; sneeze++) engine.introduce();
      engine.run(untilMs);
      add(engine.digest());
      add(engine.nowMs);
      for (const count of engine.counts) add(count);
    }
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function milliseconds(text: string): number | undefined {
  const [, digits, unit] = /^(\d+)(ms|s|m)$/.exec(text) ?? [];
  return digits === undefined
    ? undefined
    : Number(digits) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000);
}
