import { wilson } from '../statistics/wilson.ts';
import { wordsOf, type Axis } from './axis.ts';
import type { BlockResult } from './block.ts';
import type { Cell } from './cell.ts';

/** How often a cell was run and was alive. */
type Known = Readonly<{ runs: number; alive: number }>;

/**
 * Adds a value in the middle of each two neighbours of an axis that are not both known to be on the same side of the level, wherever on
 * the other axes that is: the grid stays one, and no value is left out. That is no search for a border, as shares are not monotone:
 * where two neighbours are on the same side, what is between them is not looked at. `states` are of all cells of the axes.
 */
export function refineAxes(axes: readonly Axis[], states: readonly Known[], level: number): readonly Axis[] {
  const sides = states.map(({ alive, runs }) => {
    const { low, high } = wilson(alive, runs);
    return low > level ? 1 : high < level ? -1 : 0;
  });
  return axes.map((axis, place) => {
    // Between words there is nothing.
    if (wordsOf(axis.name) !== undefined) return axis;
    const stride = axes.slice(place + 1).reduce((product, { values }) => product * values.length, 1);
    const { length } = axis.values;
    const isBorder = new Set<number>();
    for (const [cell, side] of sides.entries()) {
      const at = Math.floor(cell / stride) % length;
      if (at + 1 < length && (side === 0 || sides[cell + stride] !== side)) isBorder.add(at);
    }
    const values = axis.values.flatMap((value, at) => {
      const middle = Math.round((value + (axis.values[at + 1] ?? value)) / 2);
      return isBorder.has(at) && !axis.values.includes(middle) ? [value, middle] : [value];
    });
    return { name: axis.name, values };
  });
}

/** Blocks of the cells of one grid as those of another one, which has all of them. */
export function moveBlocks(
  blocks: readonly BlockResult[],
  from: readonly Cell[],
  to: readonly Cell[],
): readonly BlockResult[] {
  const places = new Map(to.map(({ index, values }) => [values.join(), index]));
  const newPlaces = from.map(({ values }) => places.get(values.join())!);
  return blocks.map((block) => Object.assign({}, block, { cell: newPlaces[block.cell]! }));
}
