import type { InfectionTable } from '@pod-contagion/observatory';
import { NOBODY, parentOf, placeOf, placesOf } from './layout.ts';
import type { Scene } from './scene.ts';

/** An infection that is drawn: its row of the table and of the tree, and the latter of whoever infected it, or NOBODY. */
export type Branch = Readonly<{ row: number; place: number; above: number }>;

type Tree = Pick<Scene, 'infections' | 'layout'>;

/** The infections of rows of the tree that lie next to each other, from the top down. */
export function branchesBetween({ infections, layout }: Tree, first: number, last: number): Branch[] {
  const { order } = layout;
  const places = new Map<number, number>();
  for (let place = first; place <= last; place++) places.set(order[place]!, place);
  const missing = new Set<number>();
  for (const row of places.keys()) {
    const parent = parentOf(infections, row);
    if (parent !== NOBODY && !places.has(parent)) missing.add(parent);
  }
  const before = placesOf(layout, infections, missing, missing.size === 0 ? 0 : first);
  const aboveOf = (parent: number): number => places.get(parent) ?? before.get(parent) ?? NOBODY;
  return Array.from(places, ([row, place]) => ({ row, place, above: aboveOf(parentOf(infections, row)) }));
}

/** The infections of the tree that one comes from, and of those that come from it at most so many, itself among them. */
export function relatedTo(tree: Tree, selected: number, most: number): Branch[] {
  const { infections, layout } = tree;
  const before = ancestorsOf(infections, selected);
  const place = placeOf(layout, selected);
  const places = placesOf(layout, infections, before, place === NOBODY ? layout.order.length : place);
  const own = place === NOBODY ? [] : branchesBetween(tree, place, lastFrom(tree, place, most));
  const ancestors = before.flatMap((row) => {
    const at = places.get(row);
    if (at === undefined) return [];
    return { row, place: at, above: places.get(parentOf(infections, row)) ?? NOBODY };
  });
  return [...own, ...ancestors];
}

/** Whoever infected one, whoever infected that, and so on; up to where it is told that they infected each other in a ring. */
function ancestorsOf(infections: InfectionTable, selected: number): readonly number[] {
  const rows = new Set<number>();
  for (let row = parentOf(infections, selected); row !== NOBODY && !rows.has(row);) {
    rows.add(row);
    row = parentOf(infections, row);
  }
  rows.delete(selected);
  return [...rows];
}

/** The last row of the tree, of so many, that comes from what stands in one: all that do follow it. */
function lastFrom({ infections, layout: { order } }: Tree, place: number, most: number): number {
  const from = new Set([order[place]!]);
  const end = Math.min(order.length, place + most);
  for (let below = place + 1; below < end; below++) {
    const row = order[below]!;
    // Those between may have no place; there are no more of them than infections.
    let parent = parentOf(infections, row);
    for (let step = 0; parent !== NOBODY && !from.has(parent) && step < infections.length; step++) {
      parent = parentOf(infections, parent);
    }
    if (!from.has(parent)) return below - 1;
    from.add(row);
  }
  return end - 1;
}
