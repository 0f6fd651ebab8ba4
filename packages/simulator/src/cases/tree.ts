import { SimulatorError } from '../errors.ts';
import type { CaseLog } from './case-log.ts';
import { CaseRows } from './case-rows.ts';

/** Nobody: where a list of children ends, and in place of an infector. */
export const NOBODY: number = -1;

/** Who infected whom, as lists of children in typed arrays by the id of the case, in the order of exposure. */
export type Tree = Readonly<{
  cases: CaseRows;
  /** The first of those from outside, who are siblings of each other. */
  firstRoot: number;
  firstChild: Int32Array;
  nextSibling: Int32Array;
}>;

/**
 * Makes the tree of a run; there is no recursion, so a chain of any length is one.
 *
 * @throws {SimulatorError} SIMULATOR_CASES where ids do not count up from 0, or an infector doesn't come before the case.
 */
export function treeOf(log: CaseLog): Tree {
  const cases = log instanceof CaseRows ? log : rowsOf(log);
  const firstChild = new Int32Array(cases.size).fill(NOBODY);
  const nextSibling = new Int32Array(cases.size).fill(NOBODY);
  let firstRoot = NOBODY;
  // From the last, since each goes before those that are in the list already.
  for (let id = cases.size - 1; id >= 0; id--) {
    const infector = cases.infectorOf(id);
    nextSibling[id] = infector === NOBODY ? firstRoot : firstChild[infector]!;
    if (infector === NOBODY) firstRoot = id;
    else firstChild[infector] = id;
  }
  return { cases, firstRoot, firstChild, nextSibling };
}

function rowsOf(log: CaseLog): CaseRows {
  const rows = new CaseRows();
  for (const { id, pod, life, infector, generation, exposedAtMs, symptomaticAtMs, endedAtMs } of log) {
    if (id !== rows.size) throw wrong(`expected case ${rows.size} next, got case ${id}`);
    if (infector !== undefined && !(infector >= 0 && infector < id && Number.isInteger(infector))) {
      throw wrong(`expected case ${id} to be infected by one before it, got ${infector}`);
    }
    rows.add(pod, life, infector ?? NOBODY, generation, exposedAtMs);
    if (symptomaticAtMs !== undefined) rows.setSymptomatic(id, symptomaticAtMs);
    if (endedAtMs !== undefined) rows.setEnded(id, endedAtMs);
  }
  return rows;
}

function wrong(message: string): SimulatorError {
  return new SimulatorError('SIMULATOR_CASES', message);
}
