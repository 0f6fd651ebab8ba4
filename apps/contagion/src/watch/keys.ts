import type { Words } from '../terminal/frame.ts';
import { COMMON_KEYS, type KeyTable } from '../terminal/keys.ts';

/** What keys do while a run is played. */
export type WatchKey = 'pause' | 'faster' | 'slower' | 'quit' | 'interrupt';

/** The keys of `contagion simulate --watch`; arrows as a terminal sends them in each of its two modes. */
export const WATCH_KEYS: KeyTable<WatchKey | 'help'> = {
  ...COMMON_KEYS,
  ' ': 'pause',
  '+': 'faster',
  // The same key without Shift.
  '=': 'faster',
  '\u001B[A': 'faster',
  '\u001BOA': 'faster',
  '\u001B[C': 'faster',
  '\u001BOC': 'faster',
  '-': 'slower',
  _: 'slower',
  '\u001B[B': 'slower',
  '\u001BOB': 'slower',
  '\u001B[D': 'slower',
  '\u001BOD': 'slower',
};

/** What is said of them. */
export function watchKeyWords(isPaused: boolean): Pick<Words, 'hints' | 'help'> {
  const space = isPaused ? 'space goes on' : 'space pauses';
  return {
    hints: [`${space}  + faster  - slower  q quit  h help`, `${space}  + - speed  q quit  h help`],
    help: [
      'space   pause, and go on',
      '+ -     faster, slower; arrows, too',
      'q       quit',
      'h       this, and away again',
    ],
  };
}
