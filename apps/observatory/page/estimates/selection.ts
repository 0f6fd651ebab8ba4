import { PARENT_NONE, PARENT_UNKNOWN } from '@pod-contagion/observatory';
import type { CaseColumns } from './case-columns.ts';

/** The infections of one strain, or of all, in the forms that estimates need. Times are ms since 1970. */
export type Selection = Readonly<{
  count: number;
  /** Rows that are of it: 1, else 0. */
  isIn: Uint8Array;
  /** When each was infected of which that is known, earliest first; and the same of those that others infected. */
  atMs: Float64Array;
  localAtMs: Float64Array;
  /** When each fell ill of which that is known, earliest first. */
  illAtMs: Float64Array;
  imports: number;
  /** Those of whom it is not known who infected them, and who were not the first. */
  unlinked: number;
  /** The longest from infection to end, of the newest that have ended; 0 where none has. */
  longestLifeMs: number;
  /** The middle of the times from infection to the first symptom; NaN where none is known. */
  incubationMs: number;
}>;

/** Of how many of those that ended last the longest life is looked for: one that hung long ago says nothing of now. */
const NEWEST_ENDED = 1_000;
const INCUBATIONS = 501;

/**
 * Looks through all infections once, for those of a strain; undefined is all of them. `isCut` where older ones are kept no more: the
 * first that is kept had somebody before it.
 */
export function selectCases(columns: CaseColumns, strain: number | undefined, isCut: boolean): Selection {
  const { length, exposedAtMs, endedAtMs, symptomaticAtMs } = columns;
  const isIn = new Uint8Array(length);
  const atMs = new Float64Array(length);
  const localAtMs = new Float64Array(length);
  const illAtMs = new Float64Array(length);
  const incubations: number[] = [];
  let [count, dated, local, ill, imports, unlinked] = [0, 0, 0, 0, 0, 0];
  const first = isCut ? -1 : firstOf(columns, strain);
  for (let row = 0; row < length; row++) {
    if (strain !== undefined && columns.strain[row] !== strain) continue;
    isIn[row] = 1;
    count++;
    const exposed = exposedAtMs[row]!;
    const symptomatic = symptomaticAtMs[row]!;
    const isImport = row === first || cameFromOutside(columns, row);
    if (isImport) imports++;
    else if (columns.parent[row] === PARENT_UNKNOWN) unlinked++;
    if (exposed === exposed) {
      atMs[dated++] = exposed;
      if (!isImport) localAtMs[local++] = exposed;
    }
    if (symptomatic === symptomatic) illAtMs[ill++] = symptomatic;
  }
  let longestLifeMs = 0;
  for (let row = length - 1, seen = 0; row >= 0 && seen < NEWEST_ENDED; row--) {
    const lifeMs = endedAtMs[row]! - exposedAtMs[row]!;
    if (isIn[row] === 0 || !(lifeMs >= 0)) continue;
    seen++;
    if (lifeMs > longestLifeMs) longestLifeMs = lifeMs;
    const incubationMs = symptomaticAtMs[row]! - exposedAtMs[row]!;
    if (incubationMs >= 0 && incubations.length < INCUBATIONS) incubations.push(incubationMs);
  }
  return {
    count,
    isIn,
    atMs: sorted(atMs.subarray(0, dated)),
    localAtMs: sorted(localAtMs.subarray(0, local)),
    illAtMs: sorted(illAtMs.subarray(0, ill)),
    imports,
    unlinked,
    longestLifeMs,
    incubationMs: incubations.toSorted((one, other) => one - other)[incubations.length >> 1] ?? NaN,
  };
}

/** Whether nobody of those that are known can have infected it. */
function cameFromOutside({ parent, generation }: CaseColumns, row: number): boolean {
  if (parent[row] === PARENT_NONE) return true;
  return parent[row] === PARENT_UNKNOWN && (generation[row] === 0 || generation[row] === 1);
}

/** The row of whoever was infected first: there was nobody before. */
function firstOf({ length, exposedAtMs, strain: strains }: CaseColumns, strain: number | undefined): number {
  let first = -1;
  let least = Infinity;
  for (let row = 0; row < length; row++) {
    if ((strain === undefined || strains[row] === strain) && exposedAtMs[row]! < least) {
      first = row;
      least = exposedAtMs[row]!;
    }
  }
  return first;
}

/** Most come in the order of their times already. */
function sorted(times: Float64Array): Float64Array {
  for (let index = 1; index < times.length; index++) {
    if (times[index]! < times[index - 1]!) return times.toSorted();
  }
  return times;
}
