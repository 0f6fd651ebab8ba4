import type { Recorder } from '@pod-contagion/simulator';
import {
  contactsCsv,
  dot,
  graphml,
  jsonLines,
  linelistCsv,
  newick,
  nexus,
  parquet,
} from '@pod-contagion/simulator/formats';
import type { Pieces } from '../files/whole-file.ts';

type Cases = Recorder['cases'];

/** How the name of a file ends that says who infected whom. */
export type CaseEnding =
  '.contacts.csv' | '.csv' | '.jsonl' | '.parquet' | '.nwk' | '.nex' | '.dot' | '.graphml';

/** What each ending stands for; longer ones first. */
const CASE_FORMATS: Readonly<Record<CaseEnding, (cases: Cases, title: string) => Pieces>> = {
  '.contacts.csv': contactsCsv,
  '.csv': linelistCsv,
  '.jsonl': jsonLines,
  '.parquet': parquet,
  '.nwk': newick,
  '.nex': nexus,
  '.dot': dot,
  '.graphml': graphml,
};

/** The endings that are known. */
export const CASE_ENDINGS: readonly CaseEnding[] = Object.keys(CASE_FORMATS) as CaseEnding[];

/**
 * Cases in a format; the title is told where it has one.
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export function casesAs(ending: CaseEnding, cases: Cases, title: string): Pieces {
  return CASE_FORMATS[ending](cases, title);
}
