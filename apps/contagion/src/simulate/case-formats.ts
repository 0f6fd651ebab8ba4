import type { Recorder } from '@pod-contagion/simulator';
import {
  contactsCsv,
  dot,
  graphml,
  jsonLines,
  linelistCsv,
  MAX_DOT_CASES,
  MAX_GRAPHML_CASES,
  MAX_LINELIST_CASES,
  MAX_NEWICK_CASES,
  MAX_NEXUS_CASES,
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

/** Most cases of those that have a limit: what reads them opens no more. */
const MOST_CASES: { readonly [Ending in CaseEnding]?: number } = {
  '.contacts.csv': MAX_LINELIST_CASES,
  '.csv': MAX_LINELIST_CASES,
  '.nwk': MAX_NEWICK_CASES,
  '.nex': MAX_NEXUS_CASES,
  '.dot': MAX_DOT_CASES,
  '.graphml': MAX_GRAPHML_CASES,
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

/**
 * Refuses cases that are too many for a format while there are still more to come, and not only in the end.
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export function checkCases(ending: CaseEnding, cases: Cases): void {
  if (cases.size > (MOST_CASES[ending] ?? Infinity)) casesAs(ending, cases, '');
}
