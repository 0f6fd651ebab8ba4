import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT, SOURCE_CONDITION } from '../scripts/files.ts';
import { missing } from '../scripts/testing/needs.ts';
import { buildFloor, runFloor } from './simulator-floor.ts';
import { contagionOf } from './simulator-model.ts';
import { reportDiagram } from './simulator-diagram.ts';
import { median, table } from './table.ts';

/** To the end of each contagion, whenever that is. */
const TO_EXTINCTION_MS = 86_400_000;

/** What is measured: long enough that everybody is restarted a few times, in turns with the floor. */
const SIZES = [
  { pods: 1_000, runs: 100, untilMs: TO_EXTINCTION_MS, turns: 5 },
  { pods: 100_000, runs: 2, untilMs: TO_EXTINCTION_MS, turns: 3 },
  { pods: 1_000_000, runs: 1, untilMs: 200_000, turns: 3 },
  { pods: 10_000_000, runs: 1, untilMs: 160_000, turns: 1 },
] as const;

const WARM_UP_RUNS = 50;
const REPETITIONS = 1_000;
const REPETITIONS_TURNS = 5;

type Run = Readonly<{ events: number; cpuSeconds: number; rss: number }>;

/** Bundles what simulates, as the command line is bundled: gives the file. */
async function bundleRun(folder: string): Promise<string> {
  const outfile = join(folder, 'simulator-run.mjs');
  const entryPoints = [`${ROOT}bench/simulator-run.ts`];
  const conditions = [SOURCE_CONDITION];
  await build({
    entryPoints,
    outfile,
    conditions,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
  });
  return outfile;
}

function simulate(program: string, pods: number, runs: number, untilMs: number, warmUpRuns: number): Run {
  const words = [program, ...[pods, runs, untilMs, warmUpRuns].map(String)];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`expected a simulation, got ${stderr}`);
  return JSON.parse(stdout) as Run;
}

/** The simulator's speed on one core, in turns with the same algorithm in C++ where there is a g++; then that of a phase diagram. */
export async function reportSimulator(progress: (text: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const simulator = await bundleRun(folder);
  const floorProgram = missing('g++') === false ? buildFloor(folder) : undefined;
  const millions = (values: readonly number[]): string => (median(values) / 1e6).toFixed(1);
  const rows = SIZES.map(({ pods, runs, untilMs, turns }) => {
    const ours: number[] = [];
    const floor: number[] = [];
    let rss = 0;
    let events = 0;
    for (let turn = 1; turn <= turns; turn++) {
      progress(`${pods} podders, turn ${turn} of ${turns}`);
      const run = simulate(simulator, pods, runs, untilMs, WARM_UP_RUNS);
      ({ rss, events } = run);
      ours.push(run.events / run.cpuSeconds);
      if (floorProgram === undefined) continue;
      const result = runFloor(floorProgram, contagionOf(pods), { firstSeed: 1, runs, untilMs });
      if (result.events !== events)
        throw new Error(`expected ${events} events of the floor, got ${result.events}`);
      floor.push(result.events / result.cpuSeconds);
    }
    const ratio = median(ours.map((speed, turn) => speed / (floor[turn] ?? NaN)));
    return [
      pods.toLocaleString('en'),
      millions(ours),
      floor.length === 0 ? '-' : millions(floor),
      floor.length === 0 ? '-' : `${ratio.toFixed(2)} x`,
      `${(events / 1e6).toFixed(1)} M`,
      `${(rss / 1e6).toFixed(0)} MB`,
    ];
  });
  const seconds = Array.from({ length: REPETITIONS_TURNS }, (_, turn) => {
    progress(`the original, turn ${turn + 1} of ${REPETITIONS_TURNS}`);
    return simulate(simulator, 50, REPETITIONS, TO_EXTINCTION_MS, 0).cpuSeconds;
  });
  rmSync(folder, { recursive: true });
  progress('');
  process.stdout.write(
    '\nThe simulator, with lineage: millions of events per second of processor time, medians\n',
  );
  const head = ['podders', 'TypeScript', 'C++', 'ratio', 'events', 'memory (RSS)'];
  process.stdout.write(table(head, rows));
  process.stdout.write(
    `\n${REPETITIONS} times the original's 50 podders to extinction: ${median(seconds).toFixed(2)} s of processor time\n`,
  );
  await reportDiagram(progress);
}
