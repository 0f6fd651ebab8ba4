import { canvasPen } from '../panels/drawing/canvas-pen.ts';
import type { Inks, Paint } from '../panels/drawing/pen.ts';
import { FRAME_PX, framed } from './framed.ts';

/** Pictures have twice as many pixels as the screen has CSS pixels. */
const SCALE = 2;

type Size = Readonly<{ width: number; height: number }>;

/** A drawing as PNG, with its title and where it is from. */
export async function pngOf(
  paint: Paint,
  size: Size,
  inks: Inks,
  title: string,
  source: string,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = size.width * SCALE;
  canvas.height = (size.height + FRAME_PX) * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws on no canvas');
  context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  context.fillStyle = inks.ground;
  context.fillRect(0, 0, size.width, size.height + FRAME_PX);
  framed(paint, title, source)(canvasPen(context), size.width, size.height + FRAME_PX, inks);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob))),
  );
}

/** The canvases of a panel as they stand on the screen, for one PNG: of panels that can't be drawn anew. */
export function shotOf(panel: Element): Readonly<{ paint: Paint; size: Size }> | undefined {
  const canvases = [...panel.querySelectorAll('canvas')].filter(({ width, height }) => width * height > 0);
  if (canvases.length === 0) return undefined;
  const outer = panel.getBoundingClientRect();
  const size = { width: Math.round(outer.width), height: Math.round(outer.height) };
  const paint: Paint = (pen) => {
    for (const canvas of canvases) {
      const box = canvas.getBoundingClientRect();
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      if (pixels === undefined) continue;
      const cells = { columns: canvas.width, rows: canvas.height, pixels: new Uint8ClampedArray(pixels) };
      pen.raster(box.left - outer.left, box.top - outer.top, box.width, box.height, cells);
    }
  };
  return { paint, size };
}
