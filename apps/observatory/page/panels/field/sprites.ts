import { CODE, CONDITION_COUNT } from '@pod-contagion/observatory';
import { MARK_COLOURS, MARKS } from '../../state/marks.ts';
import { COLOURS } from '../../state/palette.ts';
import type { Ink } from '../../state/appearance.ts';

/** A cell smaller than this has no room for a mark, in pixels of the page. */
const MARK_FROM_PX = 8;

/** How much is left of a cell that a search did not find. */
const DIM = 0.22;

/** A cell of each condition, drawn once: whole, and below it dimmed. All sizes are in pixels of the canvas. */
export function drawSprites(cell: number, ratio: number, ink: Ink, isDark: boolean): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, cell * CONDITION_COUNT);
  canvas.height = Math.max(1, cell * 2);
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  for (const [dim, alpha] of [1, DIM].entries()) {
    context.globalAlpha = alpha;
    for (let code = 0; code < CONDITION_COUNT; code++) {
      drawCell(context, code, code * cell, dim * cell, cell, ratio, ink, isDark);
    }
  }
  return canvas;
}

function drawCell(
  context: CanvasRenderingContext2D,
  code: number,
  left: number,
  top: number,
  cell: number,
  ratio: number,
  ink: Ink,
  isDark: boolean,
): void {
  context.fillStyle = COLOURS[code] ?? 'transparent';
  context.fillRect(left, top, cell, cell);
  const line = Math.max(1, Math.round(ratio));
  if ((!isDark || code === CODE.ended) && cell > 3 * line) {
    context.strokeStyle = ink.outline;
    context.lineWidth = line;
    context.strokeRect(left + line / 2, top + line / 2, cell - line, cell - line);
  }
  const mark = MARKS[code];
  if (mark === undefined || mark === '' || cell < MARK_FROM_PX * ratio) return;
  context.save();
  context.translate(left, top);
  context.scale(cell / 10, cell / 10);
  context.fillStyle = MARK_COLOURS[code] ?? ink.text;
  context.fill(pathOf(mark));
  context.restore();
}

function pathOf(mark: string): Path2D {
  return new Path2D(mark);
}
