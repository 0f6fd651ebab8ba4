import { TEXT_PX, type Align, type Pen, type Raster, type Stroke } from './pen.ts';

const ALIGNS: Readonly<Record<Align, CanvasTextAlign>> = { left: 'left', middle: 'center', right: 'right' };

const DASHES = [4, 3];

/** A pen that draws on a canvas at once. */
export function canvasPen(context: CanvasRenderingContext2D): Pen {
  context.font = `${TEXT_PX}px system-ui, sans-serif`;
  return {
    rect(x, y, width, height, colour, alpha = 1) {
      context.globalAlpha = alpha;
      context.fillStyle = colour;
      context.fillRect(x, y, width, height);
    },
    circle(x, y, radius, fill, outline) {
      context.globalAlpha = 1;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.fill();
      if (outline !== undefined) draw(context, outline);
    },
    line(fromX, fromY, toX, toY, stroke) {
      context.beginPath();
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
      draw(context, stroke);
    },
    curve(from, bend, to, stroke) {
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
      draw(context, stroke);
    },
    text(x, y, text, colour, align = 'left', mostPx) {
      context.globalAlpha = 1;
      context.fillStyle = colour;
      context.textAlign = ALIGNS[align];
      context.fillText(text, x, y, mostPx);
    },
    frame(x, y, width, height, stroke) {
      context.beginPath();
      context.rect(x, y, width, height);
      draw(context, stroke);
    },
    shape(path, fill, { at = { x: 0, y: 0 }, scale = 1, alpha = 1, outline } = {}) {
      const way = wayOf(path);
      context.save();
      context.translate(at.x, at.y);
      context.scale(scale, scale);
      context.globalAlpha = alpha;
      context.fillStyle = fill;
      if (fill !== 'none') context.fill(way);
      if (outline !== undefined) draw(context, outline, way);
      context.restore();
    },
    raster(x, y, width, height, cells) {
      context.globalAlpha = 1;
      context.imageSmoothingEnabled = false;
      context.drawImage(imageOf(cells), x, y, width, height);
    },
  };
}

function draw(
  context: CanvasRenderingContext2D,
  { colour, width = 1, alpha = 1, isDashed }: Stroke,
  way?: Path2D,
): void {
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(isDashed === true ? DASHES : []);
  if (way === undefined) context.stroke();
  else context.stroke(way);
}

function wayOf(path: string): Path2D {
  return new Path2D(path);
}

let image: HTMLCanvasElement | undefined;

/** Good until the next one is asked for. */
function imageOf({ columns, rows, pixels }: Raster): HTMLCanvasElement {
  const canvas = (image ??= document.createElement('canvas'));
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, rows), 0, 0);
  return canvas;
}
