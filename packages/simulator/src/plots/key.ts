import { xmlText } from '@pod-contagion/notations';
import { CHARACTER_PX, FONT } from './figure.ts';

/** Says what a colour stands for. */
export type KeyEntry = Readonly<{ name: string; colour: string }>;

const SWATCH_PX = 12;
const GAP_PX = 6;

/** How high a key is, with room below it. */
export const KEY_PX = 30;

/** The key to the colours of a plot, side by side, as text of SVG. */
export function keyOf(entries: readonly KeyEntry[]): string {
  let markup = '';
  let x = 0;
  for (const { name, colour } of entries) {
    markup += `<rect x="${x}" width="${SWATCH_PX}" height="${SWATCH_PX}" fill="${colour}"/>`;
    x += SWATCH_PX + GAP_PX;
    markup += `<text x="${x}" y="10" ${FONT} font-size="11" fill="currentColor">${xmlText(name)}</text>`;
    x += name.length * CHARACTER_PX + 3 * GAP_PX;
  }
  return markup;
}
