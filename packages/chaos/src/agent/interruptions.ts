import type { Ending } from './endings.ts';

/** Calls the listener for every signal and every unexpected error from then on; an agent listens until it is gone. */
export type Interruptions = (listener: (ending: Ending) => void) => void;
