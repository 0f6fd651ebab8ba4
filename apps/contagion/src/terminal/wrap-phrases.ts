import { widthOf } from './text-width.ts';

/**
 * Breaks a text into lines that are not too wide, behind its commas and colons: `0.5 s` stays together. A phrase that is wider than any
 * line, such as one with a path, goes on in the next.
 */
export function wrapPhrases(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const phrase of text.split(/(?<=[,:]) /)) {
    const longer = line === '' ? phrase : `${line} ${phrase}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of phrase) {
      if (line !== '' && widthOf(line + character) > columns) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return line === '' ? lines : [...lines, line];
}
