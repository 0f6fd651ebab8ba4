import type { InfectionTable } from '@pod-contagion/observatory';
import { layoutTree, NOBODY, parentOf, startOf } from '../panels/tree/layout.ts';

/** What several infections from outside come from, as in the simulator's trees. */
const OUTSIDE = 'outside';

/**
 * The transmission tree in Newick's format, as the simulator writes it: inner nodes are infections as well, named by their ids as in the
 * linelist; a branch is as long as from the exposure of whoever infected it to its own, in seconds, that of one from outside as from the
 * first of all. There is no recursion.
 */
export function newickOf(infections: InfectionTable): string {
  const { order } = layoutTree(infections, { strain: undefined, fromMs: -Infinity, untilMs: Infinity });
  const firstMs = firstMsOf(infections);
  const roots: string[] = [];
  // From the bottom of the tree up: what comes from an infection is there before it, the earliest first.
  const children: (string | undefined)[] = [];
  for (let place = order.length - 1; place >= 0; place--) {
    const row = order[place]!;
    const parent = parentOf(infections, row);
    const sinceMs = startOf(infections, row) - (parent === NOBODY ? firstMs : startOf(infections, parent));
    const below = children[row];
    const own = `${below === undefined ? '' : `(${below})`}${nameOf(infections, row)}:${sinceMs / 1_000}`;
    children[row] = undefined;
    if (parent === NOBODY) roots.push(own);
    else children[parent] = children[parent] === undefined ? own : `${children[parent]},${own}`;
  }
  if (roots.length === 0) return ';\n';
  return roots.length === 1 ? `${roots[0]};\n` : `(${roots.toReversed().join(',')})${OUTSIDE};\n`;
}

/** What an infection is called in trees and linelists: no plain number, which readers take for the support of a branch. */
export function nameOf({ first }: InfectionTable, row: number): string {
  return `c${first + row}`;
}

/** When the first of all infections began. */
export function firstMsOf(infections: InfectionTable): number {
  let least = Infinity;
  for (let row = 0; row < infections.length; row++) least = Math.min(least, startOf(infections, row));
  return Number.isFinite(least) ? least : 0;
}
