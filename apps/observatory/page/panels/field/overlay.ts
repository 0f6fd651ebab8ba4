import type { ChaosRun, PodTable } from '@pod-contagion/observatory';
import type { Inks, Pen, Stroke } from '../drawing/pen.ts';
import { ARC_MS, type Arc } from './arcs.ts';
import type { Cells } from './cells.ts';

/** What is drawn over the cells: rows of pods, and arcs. */
export type OverlayOf = Readonly<{
  arcs: readonly Arc[];
  nowMs: number;
  hit: ReadonlySet<number>;
  selected: number | undefined;
  hovered: number | undefined;
  /** Where the arrow keys are, while the field has the focus. */
  roving: number | undefined;
}>;

/** Where the cells are that it is drawn over. */
type Places = Pick<Cells, 'arrangement' | 'cornerOf'>;

/** Draws arcs from whom to whom, and rings: around pods that a fault hit, the one that is chosen, the one below the pointer. */
export function drawOverlay(pen: Pen, inks: Inks, places: Places, of: OverlayOf): void {
  for (const arc of of.arcs) drawArc(pen, inks, places, arc, of.nowMs);
  for (const row of of.hit) ring(pen, inks, places, row, 1, { colour: inks.ink, isDashed: true });
  ring(pen, inks, places, of.hovered, 1, { colour: inks.muted });
  ring(pen, inks, places, of.roving, 2, { colour: inks.accent });
  ring(pen, inks, places, of.selected, 2, { colour: inks.ink });
}

function drawArc(
  pen: Pen,
  { ink, ground }: Inks,
  places: Places,
  { from, to, bornMs }: Arc,
  nowMs: number,
): void {
  const [a, b] = [places.cornerOf(from), places.cornerOf(to)];
  if (a === undefined || b === undefined) return;
  const half = places.arrangement.cell / 2;
  const begin = { x: a[0] + half, y: a[1] + half };
  const end = { x: b[0] + half, y: b[1] + half };
  const alpha = (1 - Math.min(1, Math.max(0, (nowMs - bornMs) / ARC_MS))) * 0.85;
  const lift = Math.min(40, Math.hypot(end.x - begin.x, end.y - begin.y) / 4);
  const bend = { x: (begin.x + end.x) / 2, y: (begin.y + end.y) / 2 - lift };
  pen.curve(begin, bend, end, { colour: ground, width: 3.5, alpha });
  pen.curve(begin, bend, end, { colour: ink, width: 1.5, alpha });
  pen.rect(end.x - 2, end.y - 2, 4, 4, ink, alpha);
}

function ring(
  pen: Pen,
  { ground }: Inks,
  places: Places,
  row: number | undefined,
  out: number,
  stroke: Stroke,
): void {
  const corner = row === undefined ? undefined : places.cornerOf(row);
  if (corner === undefined) return;
  const side = Math.max(places.arrangement.cell, 5) + 2 * out;
  const [left, top] = [corner[0] - out, corner[1] - out];
  // A line of the ground below it makes it seen on any colour.
  pen.frame(left, top, side, side, { colour: ground, width: 4 });
  pen.frame(left, top, side, side, { ...stroke, width: 2 });
}

/** How long a ring stays at least, in ms: what is over as soon as it is done, as a kill, is to be seen too. */
const RING_MS = 5_000;

/** Rows of the pods that faults hit which last at a moment, or have just been. */
export function hitBy(runs: readonly ChaosRun[], pods: PodTable, atMs: number): ReadonlySet<number> {
  const hit = new Set<number>();
  for (const { fromMs, untilMs, pods: names } of runs) {
    if (atMs < fromMs || atMs > Math.max(untilMs ?? Infinity, fromMs + RING_MS)) continue;
    for (const name of names) {
      const row = pods.rowOfName(name);
      if (row !== undefined) hit.add(row);
    }
  }
  return hit;
}
