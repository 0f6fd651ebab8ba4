import type { GraphData } from './graph-data.ts';

/** Where the nodes stand: x and y of each in turn, from -1 to 1. */
export type Places = Float32Array;

/** How nodes are placed, by how many there are. */
export type Kind = 'circle' | 'forces' | 'field';

export const MAX_CIRCLE = 100;
export const MAX_FORCES = 2_000;

/** How a graph of so many nodes is drawn. */
export function kindFor(nodes: number): Kind {
  if (nodes <= MAX_CIRCLE) return 'circle';
  return nodes <= MAX_FORCES ? 'forces' : 'field';
}

/** In a circle from the top, clockwise: by name, or by the node of the cluster and then by name. */
export function circlePlaces({ names, groups }: GraphData, isByNode: boolean): Places {
  const order = names
    .map((_, node) => node)
    .toSorted((one, other) => {
      const byGroup = isByNode ? compare(groups[one], groups[other]) : 0;
      return byGroup || compare(names[one], names[other]);
    });
  const places = new Float32Array(names.length * 2);
  for (const [index, node] of order.entries()) {
    const angle = (index / names.length) * 2 * Math.PI - Math.PI / 2;
    places[node * 2] = Math.cos(angle);
    places[node * 2 + 1] = Math.sin(angle);
  }
  return places;
}

/** All over a disc, evenly, those of one node of the cluster near each other; where there are too many for forces. */
export function fieldPlaces({ names, groups }: GraphData): Places {
  const order = names
    .map((_, node) => node)
    .toSorted((one, other) => compare(groups[one], groups[other]) || one - other);
  const places = new Float32Array(names.length * 2);
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  for (const [index, node] of order.entries()) {
    const radius = Math.sqrt((index + 0.5) / names.length);
    places[node * 2] = radius * Math.cos(index * goldenAngle);
    places[node * 2 + 1] = radius * Math.sin(index * goldenAngle);
  }
  return places;
}

/** Places of any size moved and shrunk to what lies between -1 and 1; their shape stays. */
export function fitted(places: Places): Places {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < places.length; at += 2) {
    left = Math.min(left, places[at]!);
    right = Math.max(right, places[at]!);
    top = Math.min(top, places[at + 1]!);
    bottom = Math.max(bottom, places[at + 1]!);
  }
  const half = Math.max(right - left, bottom - top, 1e-6) / 2;
  const middle = [(left + right) / 2, (top + bottom) / 2] as const;
  return places.map((each, at) => (each - middle[at % 2 === 0 ? 0 : 1]) / half);
}

function compare(one = '', other = ''): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
