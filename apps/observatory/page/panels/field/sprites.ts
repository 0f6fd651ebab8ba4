import { CONDITION_COUNT } from '@pod-contagion/observatory';
import { canvasPen } from '../drawing/canvas-pen.ts';
import type { Inks } from '../drawing/pen.ts';
import { DIM, drawCell } from './cell.ts';

/** A cell of each condition, drawn once: whole, and below it dimmed. All sizes are in pixels of the canvas. */
export function drawSprites(side: number, ratio: number, inks: Inks): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, side * CONDITION_COUNT);
  canvas.height = Math.max(1, side * 2);
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const pen = canvasPen(context);
  const line = Math.max(1, Math.round(ratio));
  for (const [row, alpha] of [1, DIM].entries()) {
    for (let code = 0; code < CONDITION_COUNT; code++)
      drawCell(pen, code, { x: code * side, y: row * side, side, line }, inks, alpha);
  }
  return canvas;
}
