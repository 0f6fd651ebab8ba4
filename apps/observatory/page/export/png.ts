import { canvasPen } from '../panels/drawing/canvas-pen.ts';
import { FRAME_PX, framed } from './framed.ts';
import type { Picture } from './picture.ts';

/** Pictures have twice as many pixels as the screen has CSS pixels. */
const SCALE = 2;

/** A drawing as PNG, with its title and where it is from. */
export async function pngOf(picture: Picture, title: string, source: string): Promise<Blob> {
  const { paint, width, inks } = picture;
  const height = picture.height + FRAME_PX;
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser draws on no canvas');
  context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
  context.fillStyle = inks.ground;
  context.fillRect(0, 0, width, height);
  framed(paint, title, source)(canvasPen(context), width, height, inks);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob))),
  );
}
