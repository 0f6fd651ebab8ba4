import type { GraphData } from './graph-data.ts';
import type { Kind, Places } from './places.ts';

/** What of a graph is looked at: all, what is linked with a node, or one link. */
export type Focus = Readonly<{ node: number }> | Readonly<{ link: number }> | undefined;

/** How far it is zoomed, and moved, in CSS pixels. */
export type Zoom = Readonly<{ scale: number; x: number; y: number }>;

export const NO_ZOOM: Zoom = { scale: 1, x: 0, y: 0 };

/** A graph as it is drawn. */
export type GraphScene = Readonly<{
  data: GraphData;
  places: Places;
  kind: Kind;
  focus: Focus;
  zoom: Zoom;
  colourOf: (node: number) => string;
}>;

/** A place in CSS pixels. */
type Spot = Readonly<{ x: number; y: number }>;

/** Room for names around a circle, and at the edge. */
const MARGIN_PX = 16;
const NAMES_PX = 68;

/** Up to so many nodes of a circle have their names beside them. */
export const MAX_NAMES = 70;

/** Where the nodes stand in a box. */
export function spotsOf(
  { places, kind, zoom, data }: GraphScene,
  width: number,
  height: number,
): (node: number) => Spot {
  const margin = kind === 'circle' && data.names.length <= MAX_NAMES ? NAMES_PX : MARGIN_PX;
  const radius = Math.max(10, Math.min(width / 2 - margin, height / 2 - MARGIN_PX)) * zoom.scale;
  return (node) => ({
    x: width / 2 + zoom.x + (places[node * 2] ?? 0) * radius,
    y: height / 2 + zoom.y + (places[node * 2 + 1] ?? 0) * radius,
  });
}

/** The links that belong to what is looked at, in their order. */
export function linksInFocus({ data, focus, kind }: GraphScene): readonly number[] {
  if (focus === undefined) {
    if (kind === 'circle') return [...data.from.keys()];
    return kind === 'forces' ? [...data.latest] : [];
  }
  if ('link' in focus) return [focus.link];
  const links: number[] = [];
  for (let link = 0; link < data.from.length; link++) {
    if (data.from[link] === focus.node || data.to[link] === focus.node) links.push(link);
  }
  return links;
}

/** The third point of a link: inwards in a circle, aside by a little so that the two ways between two nodes differ. */
export function bendOf({ kind }: GraphScene, from: Spot, to: Spot, centre: Spot): Spot {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const inwards = kind === 'circle' ? 0.45 : 0;
  const aside = 0.08;
  return {
    x: middle.x + (centre.x - middle.x) * inwards + (to.y - from.y) * aside,
    y: middle.y + (centre.y - middle.y) * inwards - (to.x - from.x) * aside,
  };
}

/** The node that is near a place; undefined where none is. */
export function nodeAt(
  scene: GraphScene,
  x: number,
  y: number,
  width: number,
  height: number,
): number | undefined {
  const spotOf = spotsOf(scene, width, height);
  let nearest: number | undefined;
  let least = 9;
  for (let node = 0; node < scene.data.names.length; node++) {
    const spot = spotOf(node);
    const away = Math.hypot(spot.x - x, spot.y - y);
    if (away >= least) continue;
    least = away;
    nearest = node;
  }
  return nearest;
}

/** The link that passes near a place, of those that are drawn; undefined where none does. */
export function linkAt(
  scene: GraphScene,
  x: number,
  y: number,
  width: number,
  height: number,
): number | undefined {
  const spotOf = spotsOf(scene, width, height);
  const centre = { x: width / 2 + scene.zoom.x, y: height / 2 + scene.zoom.y };
  let nearest: number | undefined;
  let least = 5;
  for (const link of linksInFocus(scene)) {
    const from = spotOf(scene.data.from[link]!);
    const to = spotOf(scene.data.to[link]!);
    const bend = bendOf(scene, from, to, centre);
    for (let step = 1; step < 16; step++) {
      const spot = along(from, bend, to, step / 16);
      const away = Math.hypot(spot.x - x, spot.y - y);
      if (away >= least) continue;
      least = away;
      nearest = link;
    }
  }
  return nearest;
}

/** A point of a bent line, from its beginning, 0, to its end, 1. */
export function along(from: Spot, bend: Spot, to: Spot, share: number): Spot {
  const rest = 1 - share;
  return {
    x: rest * rest * from.x + 2 * rest * share * bend.x + share * share * to.x,
    y: rest * rest * from.y + 2 * rest * share * bend.y + share * share * to.y,
  };
}

/** The node in the direction of an arrow from another one: the nearest of those that lie within a right angle of it. */
export function nodeTowards(
  { places, data }: GraphScene,
  node: number | undefined,
  key: string,
): number | undefined {
  if (node === undefined) return data.names.length > 0 ? 0 : undefined;
  const directions: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const [dx, dy] = directions[key] ?? [0, 0];
  let best: number | undefined;
  let least = Infinity;
  for (let other = 0; other < data.names.length; other++) {
    if (other === node) continue;
    const x = places[other * 2]! - places[node * 2]!;
    const y = places[other * 2 + 1]! - places[node * 2 + 1]!;
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (ahead <= 0 || aside > ahead * 1.001 || ahead + 2 * aside >= least) continue;
    least = ahead + 2 * aside;
    best = other;
  }
  return best ?? node;
}
