import { FIRST_WORDS } from '../limits.ts';

/**
 * A text of somebody else on one line, without what moves a terminal's cursor, colours it or turns its lines around: for
 * whatever an unknown server said.
 */
export function printable(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (found) => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}

/** The first words of a text in quotes, on one line and harmless to a terminal; `nothing` where there are none. */
export function firstWords(text: string): string {
  const beginning = Array.from(text.slice(0, 8 * FIRST_WORDS).trim());
  if (beginning.length === 0) return 'nothing';
  const words = printable(beginning.slice(0, FIRST_WORDS).join(''));
  return `"${words}${beginning.length > FIRST_WORDS ? '…' : ''}"`;
}
