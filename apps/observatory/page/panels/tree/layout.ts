import type { InfectionTable } from '@pod-contagion/observatory';

/** Nobody: in place of a parent, a child or a row. */
export const NOBODY = -1;

/** Which infections have a place in the tree: of one strain or of all, and those that were there at some time of a window. */
export type Choice = Readonly<{ strain: number | undefined; fromMs: number; untilMs: number }>;

/** Where each infection of a table stands in the tree; columns by the rows of the table. */
export type Layout = Readonly<{
  /** Rows of the table, from the top of the tree down. */
  order: Uint32Array;
  /** Row of the tree, or NOBODY where it has no place. */
  rowOf: Int32Array;
  /** Row of the table of whoever infected it, or NOBODY. */
  parentOf: Int32Array;
  /** How many it infected, in the window or not. */
  offspring: Uint32Array;
  /** How many rows it takes with all that come from it. */
  size: Uint32Array;
}>;

/**
 * A row for each infection, those that come from one below it, the latest first: so no vertical line from an infection to one that it
 * caused crosses a bar, as bars between them begin later. There is no recursion, and infections may be known before what caused them.
 */
export function layoutTree(infections: InfectionTable, choice: Choice): Layout {
  const { length, first } = infections;
  const parentOf = new Int32Array(length).fill(NOBODY);
  const firstChild = new Int32Array(length).fill(NOBODY);
  const next = new Int32Array(length).fill(NOBODY);
  const offspring = new Uint32Array(length);
  const start = startsOf(infections);
  const parents = infections.parent.array;
  for (let row = 0; row < length; row++) {
    const parent = parents[row]! - first;
    if (parent < 0 || parent >= length) continue;
    parentOf[row] = parent;
    offspring[parent]!++;
    let before = NOBODY;
    let place = firstChild[parent]!;
    while (place !== NOBODY && start[place]! > start[row]!) {
      before = place;
      place = next[place]!;
    }
    next[row] = place;
    if (before === NOBODY) firstChild[parent] = row;
    else next[before] = row;
  }
  const walk = walkOf(parentOf, firstChild, next);
  const rowOf = new Int32Array(length).fill(NOBODY);
  const size = new Uint32Array(length);
  const order = new Uint32Array(walk.length);
  let rows = 0;
  const isChosen = chosenBy(infections, start, choice);
  for (let index = 0; index < walk.length; index++) {
    const row = walk[index]!;
    if (!isChosen(row)) continue;
    rowOf[row] = rows;
    order[rows++] = row;
    size[row] = 1;
  }
  for (let index = walk.length - 1; index >= 0; index--) {
    const row = walk[index]!;
    const parent = parentOf[row]!;
    if (parent !== NOBODY) size[parent]! += size[row]!;
  }
  return { order: order.subarray(0, rows), rowOf, parentOf, offspring, size };
}

/** When an infection began, as far as is known, in ms since 1970. */
export function startOf(infections: InfectionTable, row: number): number {
  return (
    infections.exposedAtMs(row) ??
    infections.symptomaticAtMs(row) ??
    infections.endedAtMs(row) ??
    infections.baseMs
  );
}

/** From the top down: each infection, then those that come from it. Infections that come from each other in a ring are left out. */
function walkOf(parentOf: Int32Array, firstChild: Int32Array, next: Int32Array): Uint32Array {
  const walk = new Uint32Array(parentOf.length);
  let length = 0;
  for (let root = 0; root < parentOf.length; root++) {
    if (parentOf[root] !== NOBODY) continue;
    for (let row = root; row !== NOBODY;) {
      walk[length++] = row;
      if (firstChild[row] !== NOBODY) {
        row = firstChild[row]!;
        continue;
      }
      while (row !== root && next[row] === NOBODY) row = parentOf[row]!;
      row = row === root ? NOBODY : next[row]!;
    }
  }
  return walk.subarray(0, length);
}

/** When each began, as ms after `baseMs` and one. */
function startsOf(infections: InfectionTable): Uint32Array {
  const start = infections.exposedOffsets.slice(0, infections.length);
  for (let row = 0; row < start.length; row++) {
    if (start[row] === 0) start[row] = startOf(infections, row) - infections.baseMs + 1;
  }
  return start;
}

/** Whether an infection, by its row, has a place. */
function chosenBy(
  infections: InfectionTable,
  start: Uint32Array,
  { strain, fromMs, untilMs }: Choice,
): (row: number) => boolean {
  const isAll = strain === undefined && fromMs === -Infinity && untilMs === Infinity;
  if (isAll) return () => true;
  const { baseMs, endedOffsets } = infections;
  const [from, until] = [fromMs - baseMs + 1, untilMs - baseMs + 1];
  return (row) => {
    if (strain !== undefined && infections.strain.at(row) !== strain) return false;
    return start[row]! <= until && (endedOffsets[row] === 0 || endedOffsets[row]! >= from);
  };
}
