import { readFileSync } from 'node:fs';
import t from 'tap';
import { Engine } from '../../src/engine/engine.ts';
import type { Sample } from '../../src/ensembles/sample.ts';
import { compare } from '../../src/recordings/compare.ts';
import { parseRecording } from '../../src/recordings/parse-recording.ts';
import { createModel, type SimulationSettings } from '../../src/settings/index.ts';

/** What was recorded: overlays/original, that is the settings of the original experiment. */
const ORIGINAL: SimulationSettings = {
  pods: 50,
  symptomDelayMs: 10_000,
  healthDelayMs: 0,
  sneezeIntervalMs: 600,
};

/** With how many restarts in each that no sneeze is to blame for. */
const RECORDED: readonly (readonly [file: string, settings: SimulationSettings, others: number])[] = [
  ['original-go-d10', { ...ORIGINAL, profile: 'original-go', startupPeriodMs: 0 }, 0],
  [
    'original-go-d10-max1',
    { ...ORIGINAL, profile: 'original-go', startupPeriodMs: 0, maxBackoffMs: 1_000 },
    0,
  ],
  // One pod was killed at 4 s, by a probe that had failed before the first sneeze.
  ['ours-k8s-1.36-d10', { ...ORIGINAL, profile: 'generic' }, 1],
];

for (const [file, settings, others] of RECORDED) {
  t.test(`${file}: what was recorded lies within what is simulated`, async (t) => {
    const text = readFileSync(new URL(`../../recordings/${file}.txt`, import.meta.url), 'utf8');
    const recording = parseRecording(text).map((sample): Sample =>
      Object.assign({}, sample, { restarts: Math.max(0, sample.restarts - others) }),
    );
    const { restarts, mostRestarts, curves } = compare(recording, new Engine(createModel(settings)), 400, 1);
    t.ok(restarts.isInside, `${restarts.recorded} restarts, simulated ${restarts.low} to ${restarts.high}`);
    t.ok(
      mostRestarts.isInside,
      `${mostRestarts.recorded} at most, simulated ${mostRestarts.low} to ${mostRestarts.high}`,
    );
    // The bands of an ensemble hold nine tenths of the points of one more run, on average.
    for (const curve of ['waiting', 'ready'] as const) {
      t.ok(curves[curve].share >= 0.9, `${curve}: ${curves[curve].share}`);
    }
  });
}
