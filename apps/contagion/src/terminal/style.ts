import type { Condition } from '../epidemic/epidemic.ts';

/** How a condition looks: the number of its colour in ANSI's eight, and its shade where there are no colours. */
export type Look = Readonly<{ colour: number; shade: string; label: string }>;

/** From the bottom of the curve to its top. */
export const LOOKS: Readonly<Record<Condition, Look>> = {
  symptomatic: { colour: 1, shade: '█', label: 'symptomatic' },
  incubating: { colour: 3, shade: '▓', label: 'incubating' },
  waiting: { colour: 5, shade: '▒', label: 'waiting' },
  susceptible: { colour: 2, shade: '░', label: 'susceptible' },
  starting: { colour: 7, shade: '·', label: 'starting' },
  ended: { colour: 0, shade: ' ', label: 'ended' },
};

/** Puts text into colours, or leaves it as it is. */
export type Paint = Readonly<{
  colours: boolean;
  text: (colour: number, text: string) => string;
  /** Text on a background. */
  block: (colour: number, background: number, text: string) => string;
  bold: (text: string) => string;
  dim: (text: string) => string;
}>;

/** A paint with colours, or one without. */
export function createPaint(colours: boolean): Paint {
  const wrap =
    (on: string) =>
    (text: string): string =>
      colours ? `\u001B[${on}m${text}\u001B[0m` : text;
  return {
    colours,
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
