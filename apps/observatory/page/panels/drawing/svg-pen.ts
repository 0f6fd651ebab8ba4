import { xmlText } from '@pod-contagion/notations';
import { TEXT_PX, widthOf, type Align, type Inks, type Paint, type Pen, type Stroke } from './pen.ts';

const ANCHORS: Readonly<Record<Align, string>> = { left: 'start', middle: 'middle', right: 'end' };

/** A drawing as a file of SVG. */
export function svgOf(
  paint: Paint,
  { width, height }: Readonly<{ width: number; height: number }>,
  inks: Inks,
  title: string,
): string {
  const parts: string[] = [];
  paint(svgPen(parts), width, height, inks);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="system-ui, sans-serif" font-size="${TEXT_PX}" role="img">\n`,
    `<title>${xmlText(title)}</title>\n<rect width="${width}" height="${height}" fill="${inks.ground}"/>\n`,
    ...parts,
    '</svg>\n',
  ].join('');
}

function svgPen(parts: string[]): Pen {
  return {
    rect(x, y, width, height, colour, alpha = 1) {
      const opacity = alpha < 1 ? ` fill-opacity="${round(alpha)}"` : '';
      parts.push(
        `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${colour}"${opacity}/>\n`,
      );
    },
    circle(x, y, radius, fill, outline) {
      const around = outline === undefined ? '' : strokeOf(outline);
      parts.push(
        `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}"${around}/>\n`,
      );
    },
    line(fromX, fromY, toX, toY, stroke) {
      parts.push(
        `<path d="M${round(fromX)} ${round(fromY)}L${round(toX)} ${round(toY)}"${strokeOf(stroke)}/>\n`,
      );
    },
    curve(from, bend, to, stroke) {
      const way = `M${round(from.x)} ${round(from.y)}Q${round(bend.x)} ${round(bend.y)} ${round(to.x)} ${round(to.y)}`;
      parts.push(`<path d="${way}" fill="none"${strokeOf(stroke)}/>\n`);
    },
    text(x, y, text, colour, align = 'left', mostPx = Infinity) {
      const narrower =
        widthOf(text) > mostPx ? ` textLength="${round(mostPx)}" lengthAdjust="spacingAndGlyphs"` : '';
      parts.push(
        `<text x="${round(x)}" y="${round(y)}" fill="${colour}" text-anchor="${ANCHORS[align]}"${narrower}>${xmlText(text)}</text>\n`,
      );
    },
    frame(x, y, width, height, stroke) {
      parts.push(
        `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="none"${strokeOf(stroke)}/>\n`,
      );
    },
    shape(path, fill, { at, scale = 1, alpha = 1, outline } = {}) {
      const opacity = alpha < 1 ? ` fill-opacity="${round(alpha)}"` : '';
      const moved =
        at === undefined
          ? ''
          : ` transform="translate(${round(at.x)} ${round(at.y)}) scale(${round(scale)})"`;
      const around = outline === undefined ? '' : strokeOf(outline);
      parts.push(`<path d="${path}" fill="${fill}"${opacity}${moved}${around}/>\n`);
    },
    raster(x, y, width, height, { columns, rows, pixels }) {
      const cellWidth = width / columns;
      const cellHeight = height / rows;
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns;) {
          const from = column;
          const colour = colourAt(pixels, row * columns + column);
          while (column < columns && colourAt(pixels, row * columns + column) === colour) column++;
          if (colour === undefined) continue;
          const [rgb, alpha] = colour.split('/') as [string, string];
          this.rect(
            x + from * cellWidth,
            y + row * cellHeight,
            (column - from) * cellWidth,
            cellHeight,
            rgb,
            +alpha,
          );
        }
      }
    },
  };
}

function strokeOf({ colour, width = 1, alpha = 1, isDashed = false }: Stroke): string {
  const opacity = alpha < 1 ? ` stroke-opacity="${round(alpha)}"` : '';
  return ` stroke="${colour}" stroke-width="${round(width)}"${opacity}${isDashed ? ' stroke-dasharray="4 3"' : ''}`;
}

function colourAt(pixels: Uint8ClampedArray, cell: number): string | undefined {
  const alpha = pixels[cell * 4 + 3] ?? 0;
  if (alpha === 0) return undefined;
  const digits = [0, 1, 2].map((part) => (pixels[cell * 4 + part] ?? 0).toString(16).padStart(2, '0'));
  return `#${digits.join('')}/${alpha / 255}`;
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
