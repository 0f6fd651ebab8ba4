import { numberFlag, switchFlag, type Flag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_RUNS, MAX_SEED, MAX_SPEED, MAX_STRAINS, MIN_SPEED } from '../limits.ts';
import { MODEL_FLAGS, UNTIL_FLAG, type ModelFlags } from './model-flags.ts';

/** What `contagion simulate` can be told. */
export type SimulateFlags = ModelFlags &
  Readonly<{
    until: number | undefined;
    seed: number | undefined;
    runs: number | undefined;
    strains: number | undefined;
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
  watch: switchFlag(
    'Plays one run on the terminal, as `contagion up` shows a cluster; elsewhere, one line of JSON per change.',
  ),
  speed: speedFlag(
    'With --watch: how many seconds of virtual time pass in one of real time; + and - change it. Default 10.',
  ),
};

function speedFlag(help: string): Flag<number | undefined> {
  return {
    valueName: 'n',
    expected: `a number from ${MIN_SPEED} to ${MAX_SPEED}`,
    help,
    read: ([text = '']) => {
      const speed = /^\d{1,7}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
      return speed >= MIN_SPEED && speed <= MAX_SPEED ? speed : undefined;
    },
    fallback: undefined,
  };
}
