import type { Condition } from '@pod-contagion/epidemic';
import { BLOCKS, type Glyphs } from './glyphs.ts';

/** How a condition looks: the number of its colour in ANSI's eight, and what it is called. */
export type Look = Readonly<{ colour: number; label: string }>;

/** From the bottom of the curve to its top. */
export const LOOKS: Readonly<Record<Condition, Look>> = {
  symptomatic: { colour: 1, label: 'symptomatic' },
  incubating: { colour: 3, label: 'incubating' },
  waiting: { colour: 5, label: 'waiting' },
  susceptible: { colour: 2, label: 'susceptible' },
  starting: { colour: 7, label: 'starting' },
  ended: { colour: 0, label: 'ended' },
};

/** Puts text into colours, or leaves it as it is, and says which characters there are to draw with. */
export type Paint = Readonly<{
  colours: boolean;
  glyphs: Glyphs;
  text: (colour: number, text: string) => string;
  /** Text on a background. */
  block: (colour: number, background: number, text: string) => string;
  bold: (text: string) => string;
  dim: (text: string) => string;
}>;

/** A paint with colours, or one without. */
export function createPaint(colours: boolean, glyphs: Glyphs = BLOCKS): Paint {
  const wrap =
    (on: string) =>
    (text: string): string =>
      colours ? `\u001B[${on}m${text}\u001B[0m` : text;
  return {
    colours,
    glyphs,
    text: (colour, text) => wrap(`${30 + colour}`)(text),
    block: (colour, background, text) => wrap(`${30 + colour};${40 + background}`)(text),
    bold: wrap('1'),
    dim: wrap('2'),
  };
}

/**
 * Whether colours are wanted. Source: no-color.org (any value that is not empty), and TERM.
 */
export function wantsColours(env: Readonly<Record<string, string | undefined>>): boolean {
  return !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
