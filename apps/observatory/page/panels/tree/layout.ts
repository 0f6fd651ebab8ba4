import { narrowed, type Codes, type InfectionTable } from '@pod-contagion/observatory';
import { LEAST_LINEAGE } from './detail.ts';

/** Nobody: in place of a parent, a child or a row. */
export const NOBODY = -1;

/** Which infections have a place in the tree: of one strain or of all, and those that were there at some time of a window. */
export type Choice = Readonly<{ strain: number | undefined; fromMs: number; untilMs: number }>;

/** Where infections of a table stand in the tree. There may be a million of them: what one look over all of them finds is not kept. */
export type Layout = Readonly<{
  /** Rows of the table, from the top of the tree down. */
  order: Uint32Array;
  /** How many each infected, in the window or not, by the rows of the table. */
  offspring: Codes;
  /** Rows of the tree from which many come, from the top down, and how many rows each takes with all that come from it. */
  lineages: Readonly<{ places: Uint32Array; sizes: Uint32Array }>;
}>;

/** Row of the tree of one of the table, or NOBODY where it has no place. */
export function placeOf({ order }: Layout, row: number): number {
  return order.indexOf(row);
}

/** Rows of the tree of some of the table, by these, found by one look over the tree above a row of it; of those that are there. */
export function placesOf(
  { order }: Layout,
  infections: InfectionTable,
  wanted: Iterable<number>,
  above: number,
): Map<number, number> {
  const isWanted = new Uint8Array(infections.length);
  for (const row of wanted) isWanted[row] = 1;
  const places = new Map<number, number>();
  for (let place = 0; place < above; place++)
    if (isWanted[order[place]!] === 1) places.set(order[place]!, place);
  return places;
}

/** Row of the table of whoever infected one, or NOBODY. */
export function parentOf(infections: InfectionTable, row: number): number {
  const parent = infections.parent.at(row) - infections.first;
  return parent >= 0 && parent < infections.length ? parent : NOBODY;
}

/**
 * A row for each infection, those that come from one below it, the latest first: so no vertical line from an infection to one that it
 * caused crosses a bar, as bars between them begin later. There is no recursion, and infections may be known before what caused them.
 */
export function layoutTree(infections: InfectionTable, choice: Choice): Layout {
  const { length } = infections;
  const parents = new Int32Array(length).fill(NOBODY);
  const firstChild = new Int32Array(length).fill(NOBODY);
  const next = new Int32Array(length).fill(NOBODY);
  const offspring = new Uint32Array(length);
  const start = startsOf(infections);
  for (let row = 0; row < length; row++) {
    const parent = parentOf(infections, row);
    if (parent === NOBODY) continue;
    parents[row] = parent;
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
  const walk = walkOf(parents, firstChild, next);
  const size = new Uint32Array(length);
  const order = new Uint32Array(walk.length);
  let rows = 0;
  const isChosen = chosenBy(infections, start, choice);
  for (let index = 0; index < walk.length; index++) {
    const row = walk[index]!;
    if (!isChosen(row)) continue;
    order[rows++] = row;
    size[row] = 1;
  }
  for (let index = walk.length - 1; index >= 0; index--) {
    const row = walk[index]!;
    const parent = parents[row]!;
    if (parent !== NOBODY) size[parent]! += size[row]!;
  }
  const chosen = rows < walk.length ? order.slice(0, rows) : order;
  return { order: chosen, offspring: narrowed(offspring), lineages: lineagesOf(chosen, size) };
}

/** Those that take many rows, of all with their sizes by the rows of the table. */
function lineagesOf(order: Uint32Array, size: Uint32Array): Layout['lineages'] {
  let count = 0;
  for (let place = 0; place < order.length; place++) if (size[order[place]!]! >= LEAST_LINEAGE) count++;
  const places = new Uint32Array(count);
  const sizes = new Uint32Array(count);
  let next = 0;
  for (let place = 0; next < count; place++) {
    const rows = size[order[place]!]!;
    if (rows < LEAST_LINEAGE) continue;
    places[next] = place;
    sizes[next++] = rows;
  }
  return { places, sizes };
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
function walkOf(parents: Int32Array, firstChild: Int32Array, next: Int32Array): Uint32Array {
  const walk = new Uint32Array(parents.length);
  let length = 0;
  for (let root = 0; root < parents.length; root++) {
    if (parents[root] !== NOBODY) continue;
    for (let row = root; row !== NOBODY;) {
      walk[length++] = row;
      if (firstChild[row] !== NOBODY) {
        row = firstChild[row]!;
        continue;
      }
      while (row !== root && next[row] === NOBODY) row = parents[row]!;
      row = row === root ? NOBODY : next[row]!;
    }
  }
  return walk.subarray(0, length);
}

/** When each began, as ms after `baseMs` and one. */
function startsOf(infections: InfectionTable): Uint32Array {
  const start = new Uint32Array(infections.length);
  for (let row = 0; row < start.length; row++) {
    start[row] = infections.exposedOffset(row) || startOf(infections, row) - infections.baseMs + 1;
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
  const { baseMs } = infections;
  const [from, until] = [fromMs - baseMs + 1, untilMs - baseMs + 1];
  return (row) => {
    if (strain !== undefined && infections.strain.at(row) !== strain) return false;
    const ended = infections.endedOffset(row);
    return start[row]! <= until && (ended === 0 || ended >= from);
  };
}
