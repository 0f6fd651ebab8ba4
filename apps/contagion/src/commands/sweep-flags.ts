import { numberFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_REFINEMENTS, MAX_SEED, MAX_SWEEP_RUNS } from '../limits.ts';
import { MODEL_FLAGS, PLOT_FLAG, THREADS_FLAG, UNTIL_FLAG, type ModelFlags } from './model-flags.ts';

/** What `contagion sweep` can be told. */
export type SweepFlags = ModelFlags &
  Readonly<{
    vary: readonly string[];
    until: number | undefined;
    runs: number | undefined;
    level: number | undefined;
    baseline: string | undefined;
    refine: number | undefined;
    seed: number | undefined;
    threads: number | undefined;
    out: string | undefined;
    resume: boolean;
    plot: string | undefined;
    csv: string | undefined;
    json: boolean;
  }>;

/** The flags of `contagion sweep`; help and docs are made from this. */
export const SWEEP_FLAGS: FlagsTable<SweepFlags> = {
  vary: {
    valueName: 'name=values',
    expected:
      'what is varied and its values, as in replicas=10,50, symptom-delay=0s..120s/10s or death=restart,replace',
    help: 'What to vary: a list, or a range with a step or without; repeated, all of it beside each other. Rows first, then columns.',
    repeated: true,
    read: (texts) => (texts.every((text) => /^[a-z-]+=./s.test(text)) ? texts : undefined),
    fallback: [],
  },
  ...MODEL_FLAGS,
  until: UNTIL_FLAG,
  runs: numberFlag(
    { min: 1, max: MAX_SWEEP_RUNS },
    'How often each setting is run at most; 50 times are enough where it is clear whether more or fewer than --level live. Default 300.',
  ),
  level: {
    valueName: 'share',
    expected: 'a share between 0 and 1, such as 0.5',
    help: 'The share of runs alive that settings are told apart by; default 0.5.',
    read: ([text = '']) => {
      const share = /^0?\.\d{1,6}$/.test(text) ? Number(text) : 0;
      return share > 0 ? share : undefined;
    },
    fallback: undefined,
  },
  baseline: textFlag(
    'values',
    'a value of each --vary, in their order, such as 10s,50',
    "The setting that all others are held against, run by run with the same chance: how much more often they live, with an interval and McNemar's p.",
  ),
  refine: numberFlag(
    { min: 1, max: MAX_REFINEMENTS },
    'How often to add values: in the middle of each two neighbours that are not known to be on the same side of --level. Default: not at all.',
  ),
  seed: numberFlag(
    { min: 0, max: MAX_SEED },
    'Chance begins here: the same seed, the same sweep, on any number of threads. Default 1.',
  ),
  threads: THREADS_FLAG,
  out: textFlag(
    'file',
    'the path of a file',
    'Where to keep what is done: a line of JSON a block of 50 runs.',
  ),
  resume: switchFlag('Go on with the file of --out after a break.'),
  plot: PLOT_FLAG,
  csv: textFlag('file', 'the path of a file', 'Where to write a line for each setting, as .csv.'),
  json: switchFlag('One line of JSON per setting.'),
};
