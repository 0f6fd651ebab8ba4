/** The recordings of packages/simulator, each beside simulations of what was recorded: for their test, a page and its picture. */
import { readFileSync } from 'node:fs';
import {
  compare,
  createModel,
  Engine,
  parseRecording,
  type Comparison,
  type Recording,
  type SimulationSettings,
} from '@pod-contagion/simulator';
import { ROOT } from '../files.ts';

/** How often each is simulated. */
export const COMPARED_RUNS = 400;

/** What was recorded: overlays/original, that is the settings of the original experiment. */
const ORIGINAL = { pods: 50, symptomDelayMs: 10_000, healthDelayMs: 0, sneezeIntervalMs: 600 } as const;
const IN_GO = { ...ORIGINAL, profile: 'original-go', startupPeriodMs: 0 } as const;

/** One of the recordings. */
export type Recorded = Readonly<{
  /** Its name without `.txt`. */
  name: string;
  settings: SimulationSettings;
  /** Restarts in it that no sneeze is to blame for. */
  others: number;
}>;

/** All of them. */
export const RECORDED: readonly Recorded[] = [
  { name: 'original-go-d10', settings: IN_GO, others: 0 },
  { name: 'original-go-d10-max1', settings: { ...IN_GO, maxBackoffMs: 1_000 }, others: 0 },
  // One pod was killed at 4 s, by a probe that had failed before the first sneeze.
  { name: 'ours-k8s-1.36-d10', settings: { ...ORIGINAL, profile: 'generic' }, others: 1 },
];

/** Reads a recording, without what no sneeze is to blame for, and runs what was recorded beside it. */
export function besideRecording({ name, settings, others }: Recorded): {
  recording: Recording;
  comparison: Comparison;
} {
  const text = readFileSync(`${ROOT}packages/simulator/recordings/${name}.txt`, 'utf8');
  const recording = parseRecording(text).map((sample) =>
    Object.assign({}, sample, { restarts: Math.max(0, sample.restarts - others) }),
  );
  return { recording, comparison: compare(recording, new Engine(createModel(settings)), COMPARED_RUNS, 1) };
}
