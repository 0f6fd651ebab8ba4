/** What the observatory's server costs: each measurement is a process of its own, in rounds; medians are told. */
import { spawnSync } from 'node:child_process';
import { ROOT, SOURCE_CONDITION } from '../../scripts/files.ts';
import { median, table } from '../table.ts';

const ROUNDS = 3;
const SECONDS = 10;

/** Pods, and most KiB a second that a page may take with so many. */
const STREAMS = [
  [50, 1.5],
  [1_000, 10],
  [5_000, 40],
] as const;

/** Tabs that are open at once where the processor is measured, with a thousand pods. */
const CLIENTS = 20;

type Served = Readonly<{ processorShare: number; kibPerSecond: number }>;
type Fed = Readonly<{ listMs: number; observationUs: number }>;

/** Measures and tells. */
export function reportServer(progress: (text: string) => void): void {
  const streams = STREAMS.map(([pods, most]) => {
    const runs = rounds<Served>(progress, `${pods} pods`, String(pods), '1', String(SECONDS));
    return [
      `stream of ${pods} pods`,
      `${of(runs, 'kibPerSecond').toFixed(1)} KiB/s`,
      `at most ${most} KiB/s`,
    ];
  });
  const tabs = rounds<Served>(progress, `${CLIENTS} tabs`, '1000', String(CLIENTS), String(SECONDS));
  const fed = rounds<Fed>(progress, 'a feed of 5000 pods', 'feed');
  progress('');
  process.stdout.write(
    `\nThe observatory's server, 0.062 restarts a second of each pod, medians of ${ROUNDS} runs\n`,
  );
  process.stdout.write(
    table(
      ['', 'median', 'wanted'],
      [
        ...streams,
        [
          `processor share with 1000 pods and ${CLIENTS} tabs`,
          `${(100 * of(tabs, 'processorShare')).toFixed(1)} % of one core`,
          'at most 15 %',
        ],
        [
          'an observation among 5000 pods, with its share of a frame',
          `${of(fed, 'observationUs').toFixed(1)} us`,
          'at most 20 us',
        ],
        ['a list of 5000 pods', `${of(fed, 'listMs').toFixed(0)} ms`, 'at most 150 ms'],
      ],
    ),
  );
}

function of<Field extends string>(runs: readonly Readonly<Record<Field, number>>[], field: Field): number {
  return median(runs.map((run) => run[field]));
}

// oxlint-disable-next-line no-unnecessary-type-parameters -- what a line holds is known to whoever asks
function rounds<Run>(progress: (text: string) => void, name: string, ...args: readonly string[]): Run[] {
  return Array.from({ length: ROUNDS }, (_, round) => {
    progress(`${name}, round ${round + 1} of ${ROUNDS}`);
    const program = [`--conditions=${SOURCE_CONDITION}`, `${ROOT}bench/observatory/server-run.ts`, ...args];
    const { stdout, stderr, status } = spawnSync(process.execPath, program, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`expected a measurement, got ${stderr}`);
    return JSON.parse(stdout) as Run;
  });
}
