import type { Case } from '../cases/case.ts';
import type { CaseLog } from '../cases/case-log.ts';
import { checkSize } from './check-size.ts';
import { csv, type Columns } from './csv.ts';
import { MAX_LINELIST_CASES } from './limits.ts';
import { nameOfCase, seconds } from './names.ts';

/** What R reads as missing. */
const MISSING = 'NA';

const LINELIST: Columns<Case> = [
  ['id', ({ id }) => nameOfCase(id)],
  ['infector', ({ infector }) => nameOrMissing(infector)],
  // outbreaker2 takes dates as whole numbers.
  ['date', ({ exposedAtMs }) => Math.floor(exposedAtMs / 1000)],
  ['pod', ({ pod }) => pod],
  ['life', ({ life }) => life],
  ['generation', ({ generation }) => generation],
  ['infected_seconds', ({ exposedAtMs }) => seconds(exposedAtMs)],
  ['symptomatic_seconds', ({ symptomaticAtMs }) => secondsOrMissing(symptomaticAtMs)],
  ['ended_seconds', ({ endedAtMs }) => secondsOrMissing(endedAtMs)],
];

const CONTACTS: Columns<Case> = [
  ['from', ({ infector }) => nameOrMissing(infector)],
  ['to', ({ id }) => nameOfCase(id)],
];

/**
 * The table of cases that R's epicontacts and outbreaker2 read, as CSV: a line a case, its id first; `date` is the second, from 0, in
 * which it was infected.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export function linelistCsv(cases: CaseLog): Generator<string, void, undefined> {
  checkSize(cases, MAX_LINELIST_CASES, 'a linelist');
  return csv(LINELIST, cases);
}

/**
 * The table of contacts that goes with `linelistCsv`: a line an infection, but for those from outside.
 *
 * @throws {SimulatorError} SIMULATOR_TOO_MANY_CASES
 */
export function contactsCsv(cases: CaseLog): Generator<string, void, undefined> {
  checkSize(cases, MAX_LINELIST_CASES, 'contacts');
  return csv(CONTACTS, contactsOf(cases));
}

function* contactsOf(cases: CaseLog): Generator<Case, void, undefined> {
  for (const each of cases) if (each.infector !== undefined) yield each;
}

function nameOrMissing(id: number | undefined): string {
  return id === undefined ? MISSING : nameOfCase(id);
}

function secondsOrMissing(ms: number | undefined): string {
  return ms === undefined ? MISSING : seconds(ms);
}
