import { CONDITIONS } from '@pod-contagion/epidemic';
import type { Model } from '@pod-contagion/observatory';
import { widthOf, type Paint } from '../panels/drawing/pen.ts';
import { drawCell } from '../panels/field/cell.ts';

const LINE_PX = 18;

/** How much a frame adds to the height of a picture. */
export const FRAME_PX: number = LINE_PX * 3 + 6;

/** A picture with what it is above it; below it, what its colours mean, and of what and when it is. */
export function framed(paint: Paint, title: string, source: string): Paint {
  return (pen, width, height, inks) => {
    const below = height - FRAME_PX;
    paint(pen, width, below, inks);
    pen.text(8, below + LINE_PX - 4, title, inks.ink);
    let x = 8;
    for (const [code, condition] of CONDITIONS.entries()) {
      const y = below + LINE_PX;
      drawCell(pen, code, { x, y: y + 2, side: 11, line: 1 }, inks);
      pen.text(x + 15, y + LINE_PX - 6, condition, inks.muted);
      x += 28 + widthOf(condition);
    }
    pen.text(8, below + 3 * LINE_PX - 4, source, inks.muted);
  };
}

/** Where the data comes from, and when it was so. */
export function sourceLine({ source, tMs }: Model, shownMs: number): string {
  const from = source === undefined ? [] : [source.kind, source.name, source.namespace, source.selector];
  return [...from.filter((each) => each !== ''), new Date(shownMs || tMs).toISOString()].join(' · ');
}
