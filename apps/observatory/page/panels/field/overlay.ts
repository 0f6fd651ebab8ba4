import type { ChaosRun, PodTable } from '@pod-contagion/observatory';
import type { Ink } from '../../state/appearance.ts';
import { clearCanvas } from '../drawing/clear-canvas.ts';
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
  ink: Ink;
}>;

/** Draws arcs from whom to whom, and rings: around pods that a fault hit, the one that is chosen, the one below the pointer. */
export function drawOverlay(canvas: HTMLCanvasElement, cells: Cells, ratio: number, of: OverlayOf): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  clearCanvas(context);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const arc of of.arcs) drawArc(context, cells, arc, of);
  context.globalAlpha = 1;
  for (const row of of.hit) ring(context, cells, row, of.ink, { colour: of.ink.text, dash: [3, 2], out: 1 });
  if (of.hovered !== undefined)
    ring(context, cells, of.hovered, of.ink, { colour: of.ink.quiet, dash: [], out: 1 });
  if (of.roving !== undefined)
    ring(context, cells, of.roving, of.ink, { colour: of.ink.accent, dash: [], out: 2 });
  if (of.selected !== undefined)
    ring(context, cells, of.selected, of.ink, { colour: of.ink.text, dash: [], out: 2 });
}

function drawArc(
  context: CanvasRenderingContext2D,
  cells: Cells,
  { from, to, bornMs }: Arc,
  of: OverlayOf,
): void {
  const [a, b] = [cells.cornerOf(from), cells.cornerOf(to)];
  if (a === undefined || b === undefined) return;
  const half = cells.arrangement.cell / 2;
  const [x1, y1, x2, y2] = [a[0] + half, a[1] + half, b[0] + half, b[1] + half];
  const age = Math.min(1, Math.max(0, (of.nowMs - bornMs) / ARC_MS));
  const lift = Math.min(40, Math.hypot(x2 - x1, y2 - y1) / 4);
  context.globalAlpha = (1 - age) * 0.85;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x1, y1);
  context.quadraticCurveTo((x1 + x2) / 2, (y1 + y2) / 2 - lift, x2, y2);
  context.strokeStyle = of.ink.ground;
  context.lineWidth = 3.5;
  context.stroke();
  context.strokeStyle = of.ink.text;
  context.lineWidth = 1.5;
  context.stroke();
  context.fillStyle = of.ink.text;
  context.fillRect(x2 - 2, y2 - 2, 4, 4);
}

function ring(
  context: CanvasRenderingContext2D,
  cells: Cells,
  row: number,
  ink: Ink,
  { colour, dash, out }: Readonly<{ colour: string; dash: readonly number[]; out: number }>,
): void {
  const corner = cells.cornerOf(row);
  if (corner === undefined) return;
  const side = Math.max(cells.arrangement.cell, 5) + 2 * out;
  const [left, top] = [corner[0] - out, corner[1] - out];
  context.setLineDash([]);
  // A line of the ground below it makes it seen on any colour.
  context.strokeStyle = ink.ground;
  context.lineWidth = 4;
  context.strokeRect(left, top, side, side);
  context.setLineDash([...dash]);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(left, top, side, side);
}

/** Rows of the pods that faults hit which last at a moment. */
export function hitBy(runs: readonly ChaosRun[], pods: PodTable, atMs: number): ReadonlySet<number> {
  const hit = new Set<number>();
  for (const { fromMs, untilMs, pods: names } of runs) {
    if (atMs < fromMs || atMs > (untilMs ?? Infinity)) continue;
    for (const name of names) {
      const row = pods.rowOfName(name);
      if (row !== undefined) hit.add(row);
    }
  }
  return hit;
}
