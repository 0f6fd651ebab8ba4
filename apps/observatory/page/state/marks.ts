import { CODE } from '@pod-contagion/observatory';

/**
 * A mark for each condition, by its code, for whoever does not tell the colours apart: a path in a square of 10 by 10. Susceptible has
 * none; all others differ from it and from each other in grey.
 */
export const MARKS: readonly string[] = marks();

/** Colour of the mark on its condition's colour: at least 4.5:1. */
export const MARK_COLOURS: readonly string[] = markColours();

/** How a mark is told in a line of text. */
export const MARK_WORDS: readonly string[] = ['triangle', 'plain', 'stroke', 'cross', 'two bars', 'outline'];

function marks(): string[] {
  const of: string[] = [];
  of[CODE.starting] = 'M5 2.5 L8 7.5 L2 7.5 Z';
  of[CODE.susceptible] = '';
  of[CODE.incubating] = 'M2 7 L7 2 L8 3 L3 8 Z';
  of[CODE.symptomatic] = 'M2 3 L3 2 L5 4 L7 2 L8 3 L6 5 L8 7 L7 8 L5 6 L3 8 L2 7 L4 5 Z';
  of[CODE.waiting] = 'M3 2 L4.4 2 L4.4 8 L3 8 Z M5.6 2 L7 2 L7 8 L5.6 8 Z';
  of[CODE.ended] = '';
  return of;
}

function markColours(): string[] {
  const of: string[] = Array.from({ length: 6 }, () => '#111418');
  of[CODE.waiting] = '#ffffff';
  return of;
}
