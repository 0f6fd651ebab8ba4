import type { Table } from '../tables/table.ts';
import type { GraphData } from './graph-data.ts';
import { linksInFocus, type GraphScene } from './graph-scene.ts';

/** The links that are looked at, a row each; all of them where nothing is chosen. */
export function linkTable(scene: GraphScene): Table {
  const { data, focus } = scene;
  const links = focus === undefined ? [...data.from.keys()] : linksInFocus(scene);
  const at = (row: number): number => links[row] ?? 0;
  return {
    length: links.length,
    keyOf: at,
    columns: [
      { name: 'from', cell: (row) => data.names[data.from[at(row)] ?? -1] },
      { name: 'to', cell: (row) => data.names[data.to[at(row)] ?? -1] },
      { name: 'count', cell: (row) => data.count[at(row)], isNumber: true },
      { name: 'what', cell: (row) => data.textOf(at(row)) },
      { name: 'fails', cell: (row) => (data.failing.has(at(row)) ? 'yes' : 'no') },
    ],
  };
}

/** What is linked with a node, the most often first: who infected it, and whom it infected. */
export function neighboursOf(
  { from, to, count }: GraphData,
  node: number,
): Readonly<{ into: readonly number[]; outOf: readonly number[] }> {
  const into: number[] = [];
  const outOf: number[] = [];
  for (let link = 0; link < from.length; link++) {
    if (to[link] === node) into.push(link);
    if (from[link] === node) outOf.push(link);
  }
  const byCount = (one: number, other: number): number => count[other]! - count[one]!;
  return { into: into.toSorted(byCount), outOf: outOf.toSorted(byCount) };
}
