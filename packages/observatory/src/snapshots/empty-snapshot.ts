import { CONDITION_COUNT } from '../protocol/codes.ts';
import {
  PROTOCOL_VERSION,
  type InfectionColumns,
  type Snapshot,
  type Source,
  type Status,
} from '../protocol/snapshot.ts';

/** A snapshot in which nobody is known. */
export function emptySnapshot(
  source: Source,
  { epoch, t, status }: Readonly<{ epoch: string; t: number; status: Status }>,
): Snapshot {
  return {
    v: PROTOCOL_VERSION,
    epoch,
    cursor: 0,
    t,
    source,
    status,
    strains: [],
    labelSets: [],
    pods: {
      first: 0,
      uid: [],
      name: [],
      node: [],
      owner: [],
      labels: [],
      condition: [],
      ready: [],
      restarts: [],
    },
    infections: { first: 0, ...emptyInfections() },
    totals: { infections: 0, generations: 0, restarts: 0 },
    history: { t: [], counts: Array.from({ length: CONDITION_COUNT }, () => []), ready: [], restarts: [] },
    runs: [],
  };
}

/** Columns of infections, to be written. */
export type WrittenInfections = {
  [Name in keyof Omit<InfectionColumns, 'first'>]: InfectionColumns[Name][number][];
};

/** Such columns without any. */
export function emptyInfections(): WrittenInfections {
  return {
    pod: [],
    container: [],
    strain: [],
    generation: [],
    parent: [],
    exposedAt: [],
    symptomaticAt: [],
    endedAt: [],
    sent: [],
    answered: [],
  };
}
