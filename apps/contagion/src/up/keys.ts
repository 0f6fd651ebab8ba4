import { COMMON_KEYS, type KeyTable } from '../terminal/keys.ts';
import type { Words } from '../terminal/frame.ts';

/** What keys do beside a cluster. */
export type UpKey = 'infect' | 'quit' | 'interrupt';

/** The keys of `contagion up`. */
export const UP_KEYS: KeyTable<UpKey | 'help' | 'commands'> = {
  ...COMMON_KEYS,
  i: 'infect',
  I: 'infect',
  k: 'commands',
  K: 'commands',
};

/** What is said of them. */
export const UP_KEY_WORDS: Pick<Words, 'hints' | 'help'> = {
  hints: ['i infect again  k commands  q quit  h help', 'i infect  k commands  q quit  h help'],
  help: [
    'i   infect somebody again',
    'k   the commands for another terminal',
    'q   quit: the cluster and its pods end',
    'h   this, and away again',
  ],
};
