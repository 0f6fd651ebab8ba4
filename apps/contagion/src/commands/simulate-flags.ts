import {
  durationFlag,
  numberFlag,
  switchFlag,
  textFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import {
  LEAST_PRECISION,
  MAX_RUNS,
  MAX_SEED,
  MAX_SIMULATED_MS,
  MAX_SPEED,
  MAX_STRAINS,
  MIN_SPEED,
  MOST_PRECISION,
} from '../limits.ts';
import { decimalFlag } from './decimal-flag.ts';
import { MODEL_FLAGS, PLOT_FLAG, THREADS_FLAG, UNTIL_FLAG, type ModelFlags } from './model-flags.ts';

/** What `contagion simulate` can be told. */
export type SimulateFlags = ModelFlags &
  Readonly<{
    until: number | undefined;
    seed: number | undefined;
    runs: number | undefined;
    strains: number | undefined;
    run: number | undefined;
    precision: number | undefined;
    threads: number | undefined;
    plot: string | undefined;
    series: string | undefined;
    step: number | undefined;
    cases: readonly string[];
    summary: string | undefined;
    json: boolean;
    watch: boolean;
    speed: number | undefined;
  }>;

/** The flags of `contagion simulate`; help and docs are made from this. */
export const SIMULATE_FLAGS: FlagsTable<SimulateFlags> = {
  ...MODEL_FLAGS,
  until: UNTIL_FLAG,
  seed: numberFlag(
    { min: 0, max: MAX_SEED },
    'Chance begins here: the same seed, the same run. Of it come the seeds of several runs, which --json names; default 1.',
  ),
  runs: numberFlag(
    { min: 1, max: MAX_RUNS },
    'How often to run it; of several is told how many were alive at the end, and more. Default 1.',
  ),
  run: numberFlag(
    { min: 1, max: MAX_RUNS },
    'Tell this one of the runs that --runs makes with the same --seed, alone.',
  ),
  precision: precisionFlag(),
  threads: THREADS_FLAG,
  plot: PLOT_FLAG,
  series: textFlag(
    'file',
    'the path of a file',
    'Where to write how many podders are what as time goes on, as .csv or .jsonl; of several runs the median and what nine of ten lie between.',
  ),
  step: durationFlag(
    { minMs: 1, maxMs: MAX_SIMULATED_MS, described: `1 to ${MAX_SIMULATED_MS} ms` },
    'From one time of --series to the next; default 1s.',
  ),
  cases: {
    valueName: 'file',
    expected: 'the path of a file',
    help: 'Where to write who infected whom, of one run, as .csv, .contacts.csv, .jsonl, .parquet, .nwk, .nex, .dot or .graphml; may be repeated.',
    repeated: true,
    read: (paths) => (paths.some((path) => path.trim() === '') ? undefined : paths),
    fallback: [],
  },
  summary: textFlag(
    'file',
    'the path of a file',
    'Where to write what several runs come to, and the theory beside it, as .json.',
  ),
  strains: numberFlag(
    { min: 1, max: MAX_STRAINS },
    'How many strains begin at once, each with as many sneezes; a podder has the one that comes first. Default 1.',
  ),
  json: switchFlag('One line of JSON per run.'),
  watch: switchFlag(
    'Plays one run on the terminal, as `contagion up` shows a cluster; elsewhere, one line of JSON per change.',
  ),
  speed: decimalFlag(
    { min: MIN_SPEED, max: MAX_SPEED },
    'With --watch: how many seconds of virtual time pass in one of real time; + and - change it. Default 10.',
  ),
};

function precisionFlag(): Flag<number | undefined> {
  return {
    valueName: 'share',
    expected: `a share of ${100 * LEAST_PRECISION}% to ${100 * MOST_PRECISION}%, such as 2%`,
    help: 'Run it, 50 times at a time, until the share alive is known to as much more or less; at most --runs times, then 2500 by default.',
    read: ([text = '']) => {
      const [, percent, share] = /^(?:(\d{1,2}(?:\.\d{1,4})?)%|(0?\.\d{1,6}))$/.exec(text) ?? [];
      const half = percent === undefined ? Number(share ?? NaN) : Number(percent) / 100;
      return half >= LEAST_PRECISION && half <= MOST_PRECISION ? half : undefined;
    },
    fallback: undefined,
  };
}
