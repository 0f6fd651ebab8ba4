import { CODE } from '@pod-contagion/observatory';
import { MARK_COLOURS, MARKS } from '../../state/marks.ts';
import { COLOURS } from '../../state/palette.ts';
import type { Inks, Pen } from '../drawing/pen.ts';

/** A cell that is smaller than so many lines has no room for a mark. */
const MARK_FROM = 8;

/** How much is left of a cell that a search did not find. */
export const DIM = 0.22;

/** Where a cell is, and how wide a line is there. */
export type CellBox = Readonly<{ x: number; y: number; side: number; line: number }>;

/** A pod as a cell: the colour of its condition, with its mark, and a line around it where its colour alone is not seen. */
export function drawCell(pen: Pen, code: number, { x, y, side, line }: CellBox, inks: Inks, alpha = 1): void {
  const isEnded = code === CODE.ended;
  if (!isEnded) pen.rect(x, y, side, side, COLOURS[code] ?? inks.muted, alpha);
  const outline = isEnded ? (inks.outline ?? inks.muted) : inks.outline;
  if (outline !== undefined && side > 3 * line) {
    pen.frame(x + line / 2, y + line / 2, side - line, side - line, { colour: outline, width: line, alpha });
  }
  const mark = MARKS[code] ?? '';
  if (mark === '' || side < MARK_FROM * line) return;
  pen.shape(mark, MARK_COLOURS[code] ?? inks.ink, { at: { x, y }, scale: side / 10, alpha });
}
