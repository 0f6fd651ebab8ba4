import { xmlText } from '@pod-contagion/notations';
import type { Drawing, SvgElement } from './drawing.ts';

/** What every plot says besides its curves. */
export type Words = Readonly<{
  title: string;
  /** What was run: settings, runs, seed. */
  caption: string;
}>;

/** A part of a figure: an element that Plot made, or SVG as text, and how high it is in pixels. */
export type Part = Readonly<{ content: SvgElement | string; heightPx: number }>;

/** Width of a plot, in pixels. */
export const WIDTH_PX = 760;

/** Room for the axes of a plot, in pixels, and where below the horizontal one its label stands. */
export const MARGINS = { marginLeft: 50, marginBottom: 44 } as const;
export const X_LABEL = { labelOffset: 38 } as const;

/** Width of a character of small text, about. */
export const CHARACTER_PX = 6;
/** The font of all text, as attributes. */
export const FONT = 'font-family="system-ui, sans-serif"';

/** Said, as a page with a dark style would else give its own to axes, on white. */
const TEXT_COLOUR = '#1b1e23';

const MARGIN_PX = 16;
const TITLE_PX = 34;
const LINE_PX = 15;

/**
 * One SVG of several parts below each other, with a title above and a caption below, on white. It is a file of its own: with its
 * namespace, no style sheets and no scripts.
 */
export function figure({ title, caption }: Words, parts: readonly Part[], { serialize }: Drawing): string {
  let y = MARGIN_PX + TITLE_PX;
  let body = '';
  for (const { content, heightPx } of parts) {
    body += `${typeof content === 'string' ? moved(content, y) : serialize(placed(content, y))}\n`;
    y += heightPx;
  }
  const lines = wrapped(caption, Math.floor(WIDTH_PX / CHARACTER_PX));
  const captionY = y + LINE_PX;
  const height = captionY + lines.length * LINE_PX + MARGIN_PX;
  const width = WIDTH_PX + 2 * MARGIN_PX;
  const text = lines.map((line, index) => {
    const dy = index === 0 ? 0 : LINE_PX;
    return `<tspan x="${MARGIN_PX}" dy="${dy}">${xmlText(line)}</tspan>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" color="${TEXT_COLOUR}" role="img">
<title>${xmlText(title)}</title>
<desc>${xmlText(caption)}</desc>
<rect width="100%" height="100%" fill="white"/>
<text x="${MARGIN_PX}" y="${MARGIN_PX + 16}" ${FONT} font-size="17" font-weight="600" fill="${TEXT_COLOUR}">${xmlText(title)}</text>
${body}<text y="${captionY}" ${FONT} font-size="11" fill="#555">${text.join('')}</text>
</svg>
`;
}

/** An element of Plot at its place, without its style sheet, whose rules would be those of the whole file. */
function placed(element: SvgElement, y: number): SvgElement {
  element.querySelector('style')?.remove();
  element.setAttribute('x', String(MARGIN_PX));
  element.setAttribute('y', String(y));
  element.setAttribute('overflow', 'visible');
  element.setAttribute('font-size', '11');
  return element;
}

function moved(markup: string, y: number): string {
  return `<g transform="translate(${MARGIN_PX},${y})">${markup}</g>`;
}

/** Lines of at most so many characters, broken between words, but not between a number and its unit. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+(?!(?:%|s|ms)(?:[\s,;:]|$))/)) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
