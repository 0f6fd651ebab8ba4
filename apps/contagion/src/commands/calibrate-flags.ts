import { numberFlag, switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_SEED } from '../limits.ts';
import { MODEL_FLAGS, type ModelFlags } from './model-flags.ts';

/** What `contagion calibrate` can be told. */
export type CalibrateFlags = ModelFlags &
  Readonly<{
    recording: string | undefined;
    seed: number | undefined;
    json: boolean;
  }>;

/** The flags of `contagion calibrate`; help and docs are made from this. */
export const CALIBRATE_FLAGS: FlagsTable<CalibrateFlags> = {
  recording: {
    valueName: 'file',
    expected: 'the path of one recording',
    help: 'What was seen of a cluster; may be given without the name. What `contagion observe --record` or `up --record` wrote, or a line a look: seconds since the first sneeze, pods, ready, running, in CrashLoopBackOff, restarts in total, most restarts of one pod.',
    positional: true,
    read: ([path = '', another]) => (path === '' || another !== undefined ? undefined : path),
    fallback: undefined,
  },
  ...MODEL_FLAGS,
  seed: numberFlag(
    { min: 0, max: MAX_SEED },
    'Chance begins here: the same seed, the same machine. Default 1.',
  ),
  json: switchFlag('One line of JSON: the machine, for --machine, and how near it comes.'),
};
