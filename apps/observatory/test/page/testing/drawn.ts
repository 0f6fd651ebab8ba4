import type { Inks, Paint, Pen } from '../../../page/panels/drawing/pen.ts';

/** A rectangle that was drawn. */
export type Rect = Readonly<{ x: number; y: number; width: number; height: number; colour: string }>;

/** A path that was filled, or drawn as a line. */
export type Shape = Readonly<{ path: string; fill: string }>;

/** What a drawing is made of, in the order in which it was drawn. */
export type Drawn = Readonly<{
  rects: Rect[];
  texts: string[];
  curves: number;
  dashed: number;
  rasters: number;
  frames: number;
  shapes: Shape[];
}>;

export const INKS: Inks = {
  ink: '#fff',
  muted: '#888',
  ground: '#111',
  accent: '#eee',
  outline: undefined,
};

/** Draws with a pen that only notes what it is asked for. */
export function drawn(paint: Paint, width = 600, height = 300): Drawn {
  const rects: Rect[] = [];
  const texts: string[] = [];
  const shapes: Shape[] = [];
  const seen = { curves: 0, dashed: 0, rasters: 0, frames: 0 };
  const pen: Pen = {
    rect: (x, y, w, h, colour) => void rects.push({ x, y, width: w, height: h, colour }),
    circle: () => undefined,
    line: () => undefined,
    curve: (_from, _bend, _to, stroke) => {
      seen.curves++;
      if (stroke.isDashed === true) seen.dashed++;
    },
    text: (_x, _y, text) => void texts.push(text),
    raster: () => void seen.rasters++,
    frame: () => void seen.frames++,
    shape: (path, fill) => void shapes.push({ path, fill }),
  };
  paint(pen, width, height, INKS);
  return { rects, texts, shapes, ...seen };
}
