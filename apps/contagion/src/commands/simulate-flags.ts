import { numberFlag, switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_RUNS, MAX_SEED, MAX_STRAINS } from '../limits.ts';
import { MODEL_FLAGS, UNTIL_FLAG, type ModelFlags } from './model-flags.ts';

/** What `contagion simulate` can be told. */
export type SimulateFlags = ModelFlags &
  Readonly<{
    until: number | undefined;
    seed: number | undefined;
    runs: number | undefined;
    strains: number | undefined;
    json: boolean;
  }>;

/** The flags of `contagion simulate`; help and docs are made from this. */
export const SIMULATE_FLAGS: FlagsTable<SimulateFlags> = {
  ...MODEL_FLAGS,
  until: UNTIL_FLAG,
  seed: numberFlag(
    { min: 0, max: MAX_SEED },
    'Chance begins here: the same seed, the same run. Further runs have the seeds that follow; default 1.',
  ),
  runs: numberFlag(
    { min: 1, max: MAX_RUNS },
    'How often to run it; of several is told how many were alive at the end. Default 1.',
  ),
  strains: numberFlag(
    { min: 1, max: MAX_STRAINS },
    'How many strains begin at once, each with as many sneezes; a podder has the one that comes first. Default 1.',
  ),
  json: switchFlag('One line of JSON per run.'),
};
