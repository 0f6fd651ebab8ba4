import type { InfectionTable } from '@pod-contagion/observatory';
import { MAX_BRANCHES_A_PIXEL } from './detail.ts';
import { NOBODY, parentOf, placeOf, startOf, type Layout } from './layout.ts';
import type { Window } from './window.ts';

/** Below the tree, for the marks of time. */
export const AXIS_PX = 16;

/** What is drawn of a tree, and from where. */
export type Scene = Readonly<{
  infections: InfectionTable;
  layout: Layout;
  window: Window;
  nowMs: number;
  /** Row of the table that is selected. */
  selected: number | undefined;
  /** Whoever infected more than this many is a superspreader. */
  many: number;
}>;

/** From moments and rows of the tree to places, and back. */
export type Scale = Readonly<{
  xOf: (atMs: number) => number;
  timeAt: (x: number) => number;
  /** The upper edge of a row. */
  yOf: (row: number) => number;
  rowAt: (y: number) => number;
  rowPx: number;
  firstRow: number;
  lastRow: number;
  plotPx: number;
  isInFull: boolean;
}>;

/** How a scene lies in a box. */
export function scaleOf({ layout, window }: Scene, width: number, height: number): Scale {
  const plotPx = Math.max(1, height - AXIS_PX);
  const all = Math.max(1, layout.order.length);
  const seen = Math.max(1e-9, (window.bottom - window.top) * all);
  // A handful of branches would be thick bars far from each other.
  const rowPx = Math.min(20, plotPx / seen);
  const top = window.top * all;
  const pxAMs = width / Math.max(1, window.untilMs - window.fromMs);
  return {
    xOf: (atMs) => (atMs - window.fromMs) * pxAMs,
    timeAt: (x) => window.fromMs + x / pxAMs,
    yOf: (row) => (row - top) * rowPx,
    rowAt: (y) => Math.floor(top + y / rowPx),
    rowPx,
    firstRow: Math.max(0, Math.floor(top)),
    lastRow: Math.min(layout.order.length - 1, Math.ceil(top + seen)),
    plotPx,
    isInFull: 1 / rowPx <= MAX_BRANCHES_A_PIXEL,
  };
}

/** Which infection is drawn at a place, or nearest to it; undefined where there is none near. */
export function infectionAt(
  scene: Scene,
  x: number,
  y: number,
  width: number,
  height: number,
): number | undefined {
  const scale = scaleOf(scene, width, height);
  const { infections, layout, nowMs } = scene;
  const reach = Math.max(0, Math.ceil(3 / scale.rowPx));
  const middle = scale.rowAt(y);
  let nearest: number | undefined;
  let least = 12;
  for (let place = middle - reach; place <= middle + reach; place++) {
    const row = layout.order[place];
    if (row === undefined) continue;
    const from = scale.xOf(startOf(infections, row));
    const until = scale.xOf(infections.endedAtMs(row) ?? nowMs);
    const away = Math.max(0, from - x, x - until) + Math.abs(place - middle) * scale.rowPx;
    if (away >= least) continue;
    least = away;
    nearest = row;
  }
  return nearest;
}

/** The row of the table that a key leads to from one: to its infector, to the last that it infected, to rows above and below. */
export function stepFrom(
  { layout, infections }: Scene,
  row: number | undefined,
  key: string,
): number | undefined {
  const { order } = layout;
  const place = row === undefined ? NOBODY : placeOf(layout, row);
  if (row === undefined || place === NOBODY) return order[0];
  if (key === 'ArrowUp') return order[Math.max(0, place - 1)];
  if (key === 'ArrowDown') return order[Math.min(order.length - 1, place + 1)];
  if (key === 'ArrowLeft') {
    const parent = parentOf(infections, row);
    return parent !== NOBODY && placeOf(layout, parent) !== NOBODY ? parent : row;
  }
  const below = order[place + 1];
  return below !== undefined && parentOf(infections, below) === row ? below : row;
}
