import type { GraphData } from './graph-data.ts';
import { fieldPlaces, type Places } from './places.ts';

/** The links that pull: from whoever infected each node last. More would make one heap of all. Pairs of nodes. */
export function latestPairs({ from, to, latest }: GraphData): Uint32Array {
  const pairs: number[] = [];
  for (const link of latest) pairs.push(from[link]!, to[link]!);
  return Uint32Array.from(pairs);
}

/** Places that were found before, by name; who is new stands beside whoever infected it, else where a field would have it. */
export function placesFrom(
  data: GraphData,
  settled: ReadonlyMap<string, readonly [x: number, y: number]>,
): Places {
  const places = new Float32Array(data.names.length * 2);
  /** Made only for those who need it: it sorts all nodes. */
  let field: Places | undefined;
  const infectorOf = new Int32Array(data.names.length).fill(-1);
  for (const link of data.latest) infectorOf[data.to[link]!] = data.from[link]!;
  for (const [node, name] of data.names.entries()) {
    const own = settled.get(name);
    const beside = settled.get(data.names[infectorOf[node]!] ?? '');
    if (own !== undefined) places.set(own, node * 2);
    else if (beside !== undefined) {
      const angle = node * 2.4;
      places.set([beside[0] + 0.03 * Math.cos(angle), beside[1] + 0.03 * Math.sin(angle)], node * 2);
    } else {
      field ??= fieldPlaces(data);
      places.set(field.subarray(node * 2, node * 2 + 2), node * 2);
    }
  }
  return places;
}
