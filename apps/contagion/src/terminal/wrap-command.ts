import { widthOf } from './text-width.ts';

/** Narrower than this no command is shown. */
const MIN_COLUMNS = 8;

/**
 * Breaks a command into lines that are not too wide, each but the last ending with a backslash: copied together and pasted they
 * are the command again, in every shell. Empty where there is no room. Quotes are those of `quoted`: single ones, and a
 * backslash outside of them.
 */
export function wrapCommand(command: string, columns: number): string[] {
  if (widthOf(command) <= columns) return [command];
  if (columns < MIN_COLUMNS) return [];
  const lines: string[] = [];
  let line = '';
  let isQuoted = false;
  for (const unit of unitsOf(command)) {
    const isQuotedNext: boolean = unit === "'" ? !isQuoted : isQuoted;
    if (widthOf(line + unit + endOf(isQuotedNext)) > columns) {
      lines.push(line + endOf(isQuoted));
      line = isQuoted ? "'" : '';
    }
    line += unit;
    isQuoted = isQuotedNext;
  }
  return [...lines, line];
}

/** Within quotes a backslash would be one of the characters, so they are closed before it. */
function endOf(isQuoted: boolean): string {
  return isQuoted ? "'\\" : '\\';
}

/** What must not be torn apart: a character with what stands on it and, outside of quotes, a backslash with what it protects. */
function* unitsOf(command: string): Iterable<string> {
  let isQuoted = false;
  let before = '';
  for (const [character] of command.matchAll(/.[\p{Mark}\p{Format}]*/gsu)) {
    if (character === '\\' && !isQuoted && before === '') {
      before = character;
      continue;
    }
    if (character === "'" && before === '') isQuoted = !isQuoted;
    yield before + character;
    before = '';
  }
  if (before !== '') yield before;
}
