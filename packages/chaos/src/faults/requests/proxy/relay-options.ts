import type { Tally } from '../counts.ts';
import type { Judge } from '../fate.ts';

/** What all connections of a proxy share. */
export type RelayOptions = Readonly<{
  judge: Judge;
  tally: Tally;
  /** Aborted when the fault is over: what is held back goes on at once. */
  calm: AbortSignal;
}>;

/** One connection that is passed on. */
export type Relay = Readonly<{
  /** Passes on until both sides are done. Never rejects. */
  run: () => Promise<void>;
  /** Closes the connection once what is in flight is answered. */
  finish: () => void;
}>;
