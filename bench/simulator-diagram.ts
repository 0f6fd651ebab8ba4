import { cellsOf, sweep, type Axis } from '@pod-contagion/simulator';
import { createPool } from '@pod-contagion/simulator/threads';
import { contagionOf } from './simulator-model.ts';

const AXES: readonly Axis[] = [
  { name: 'replicas', values: [10, 20, 50, 100, 200, 300, 400, 600, 800, 1_000] },
  { name: 'symptom-delay', values: Array.from({ length: 10 }, (_, index) => 12_000 * (index + 1)) },
];
const RUNS = 300;
const UNTIL_MS = 3_600_000;
const THREADS = 2;
const WANTED_SECONDS = 180;

/** How long a phase diagram takes, by the sweep and the threads of `contagion sweep`, but with all runs of each setting. */
export async function reportDiagram(progress: (text: string) => void): Promise<void> {
  const cells = cellsOf(AXES, contagionOf(50));
  const precision = { minRuns: RUNS, maxRuns: RUNS, level: 0.5 };
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const pool = createPool({ runs: { seed: 1, untilMs: UNTIL_MS }, threads: THREADS });
  let runs = 0;
  try {
    for await (const block of sweep(cells, precision, pool)) {
      runs += block.to - block.from;
      progress(`phase diagram, ${runs} of ${cells.length * RUNS} runs`);
    }
  } finally {
    await pool.close();
  }
  const seconds = (performance.now() - startMs) / 1_000;
  const { user, system } = process.cpuUsage(startCpu);
  progress('');
  process.stdout.write(
    `A phase diagram of ${cells.length} settings of up to 1,000 podders, ${runs} runs of an hour, on ${THREADS} threads: ${seconds.toFixed(1)} s, and ${((user + system) / 1e6).toFixed(1)} s of processor time; wanted: under ${WANTED_SECONDS} s\n`,
  );
}
