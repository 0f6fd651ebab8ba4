import { NOBODY, parentOf, placeOf } from './layout.ts';
import type { Scene } from './scene.ts';

/** An infection that is drawn: its row of the table and of the tree, and the latter of whoever infected it, or NOBODY. */
export type Branch = Readonly<{ row: number; place: number; above: number }>;

type Tree = Pick<Scene, 'infections' | 'layout'>;

/** The infections of rows of the tree that lie next to each other, from the top down. */
export function branchesBetween({ infections, layout }: Tree, first: number, last: number): Branch[] {
  const { order } = layout;
  const branches: Branch[] = [];
  const places = new Map([[NOBODY, NOBODY]]);
  // Infectors above the first row have the others above them, one after the other.
  let highest = first;
  for (let place = first; place <= last; place++) {
    const row = order[place]!;
    places.set(row, place);
    const parent = parentOf(infections, row);
    let above = places.get(parent);
    if (above === undefined) {
      above = placeBefore(order, parent, highest);
      places.set(parent, above);
      if (above !== NOBODY) highest = above;
    }
    branches.push({ row, place, above });
  }
  return branches;
}

/** The infections of the tree that one comes from, and of those that come from it at most so many, itself among them. */
export function relatedTo(tree: Tree, selected: number, most: number): Branch[] {
  const { infections, layout } = tree;
  const place = placeOf(layout, selected);
  if (place === NOBODY) return [];
  const branches = branchesBetween(tree, place, lastFrom(tree, place, most));
  let highest = place;
  for (let row = parentOf(infections, selected); row !== NOBODY; row = parentOf(infections, row)) {
    const above = placeBefore(layout.order, row, highest);
    // One that has no place may come from one that has.
    if (above === NOBODY) continue;
    const parent = parentOf(infections, row);
    branches.push({ row, place: above, above: placeBefore(layout.order, parent, above) });
    highest = above;
  }
  return branches;
}

/** The last row of the tree, of so many, that comes from what stands in one: all that do follow it. */
function lastFrom({ infections, layout: { order } }: Tree, place: number, most: number): number {
  const from = new Set([order[place]!]);
  const end = Math.min(order.length, place + most);
  for (let below = place + 1; below < end; below++) {
    const row = order[below]!;
    let parent = parentOf(infections, row);
    while (parent !== NOBODY && !from.has(parent)) parent = parentOf(infections, parent);
    if (parent === NOBODY) return below - 1;
    from.add(row);
  }
  return end - 1;
}

function placeBefore(order: Uint32Array, row: number, before: number): number {
  // From -1 on it would be looked for from the end.
  return row === NOBODY || before === 0 ? NOBODY : order.lastIndexOf(row, before - 1);
}
