import type { Sample } from '../ensembles/sample.ts';

/** What was seen of one contagion, in the order of time. */
export type Recording = readonly Sample[];
