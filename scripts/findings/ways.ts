/** What was measured of contagions that live on, and of defences: files of docs/findings, each with what it is a recording of. */
import { readFileSync } from 'node:fs';
import { loadManifests } from '@pod-contagion/manifests';
import {
  COUNT,
  createModel,
  runSeed,
  settingsFromObjects,
  Storyteller,
  type SettingChanges,
  type SimulationSettings,
} from '@pod-contagion/simulator';
import { bands } from '@pod-contagion/simulator/statistics';
import { ROOT } from '../files.ts';

/** How often each is simulated. */
export const RUNS = 200;

/** One recording. */
export type Way = Readonly<{
  /** Its name without `.csv`. */
  name: string;
  title: string;
  /** What was applied: a folder of kubernetes/. */
  folder: string;
  /** What was changed of it. */
  changes: SettingChanges;
}>;

const TWENTY = { pods: 20, symptomDelayMs: 30_000 } as const;

/** All of them, in the order of the page. */
export const WAYS: readonly Way[] = [
  { name: 'patience', title: 'by patience', folder: 'overlays/endless', changes: {} },
  { name: 'self-ending', title: 'by its own hand', folder: 'overlays/self-ending', changes: TWENTY },
  {
    name: 'self-ending-alone',
    title: 'by its own hand, alone on the node',
    folder: 'overlays/self-ending',
    changes: { pods: 20 },
  },
  {
    name: 'self-ending-overload',
    title: 'by its own hand, until the node was overloaded',
    folder: 'overlays/self-ending',
    changes: { pods: 20 },
  },
  { name: 'reaper', title: 'by the reaper', folder: 'overlays/replace', changes: TWENTY },
  { name: 'short-wait', title: 'by a short wait', folder: '', changes: { ...TWENTY, maxBackoffMs: 1_000 } },
  {
    name: 'jitter',
    title: 'with jitter, where without it hardly any lives so long',
    folder: 'overlays/defence-jitter',
    changes: { symptomDelayMs: 60_000, sneezeIntervalMs: 600 },
  },
  {
    name: 'uncoupled-readiness',
    title: 'with readiness that does not tell how liveness is',
    folder: 'overlays/defence-uncoupled-readiness',
    changes: {},
  },
  {
    name: 'circuit-breaker',
    title: 'with a circuit breaker in whoever calls',
    folder: 'overlays/defence-circuit-breaker',
    changes: {},
  },
];

/** The columns of a recording that are of use here. */
const COLUMNS = [
  'seconds',
  'ready',
  'backOff',
  'restarts',
  'mostRestarts',
  'infections',
  'generations',
  'unknownParents',
] as const;

/** A look at the cluster. */
export type Look = Readonly<Record<(typeof COLUMNS)[number], number>>;

/**
 * Reads a recording.
 * @throws {Error} naming the column or the line that is not as expected
 */
export function readLooks(name: string): readonly Look[] {
  const [head = '', ...lines] = readFileSync(`${ROOT}docs/findings/${name}.csv`, 'utf8')
    .trimEnd()
    .split('\n');
  const names = head.split(',');
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) throw new Error(`${name}.csv: expected a column ${missing}, got ${head}`);
  return lines.map((line) => {
    const values = line.split(',').map(Number);
    if (values.length !== names.length || values.some(Number.isNaN)) {
      throw new Error(`${name}.csv: expected ${names.length} numbers, got ${line}`);
    }
    return Object.fromEntries(COLUMNS.map((column) => [column, values[names.indexOf(column)]])) as Look;
  });
}

/** Infections until each look: the low, median and high of many runs of these settings. */
export type Simulated = Readonly<{ infections: readonly Float64Array[]; settings: SimulationSettings }>;

/** Simulates what was recorded, as often as it takes; looks are equally far apart. */
export async function simulateWay({ folder, changes }: Way, looks: readonly Look[]): Promise<Simulated> {
  const objects = await loadManifests(`${ROOT}kubernetes/${folder}`);
  const { settings, outbreak } = settingsFromObjects(objects, changes);
  const storyteller = new Storyteller(createModel(settings));
  const [first, second, last] = [looks[0], looks[1], looks.at(-1)].map(
    (look) => (look?.seconds ?? 0) * 1_000,
  );
  const runs = Array.from({ length: RUNS }, (_, run) => {
    const infections: number[] = [];
    const steps = storyteller.steps(runSeed(1, run), outbreak, last!, second! - first!);
    while (steps.next().done !== true) infections.push(storyteller.engine.counts[COUNT.infections]!);
    return infections;
  });
  return { infections: bands(runs), settings };
}
