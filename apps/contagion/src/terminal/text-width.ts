/** Characters that stand on the one before them, as the dots of an ä that macOS keeps apart in the names of files. */
const NO_COLUMN = /^[\p{Mark}\p{Format}]$/u;

/** Characters two columns wide: those of East Asia, and pictures. Source: Unicode Standard Annex 11, wide ranges. */
const TWO_COLUMNS =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F9FF}\u{20000}-\u{3FFFD}]$/u;

/** How many columns of a terminal a text takes that has no control characters. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  if (character <= '\u007E') return 1;
  if (NO_COLUMN.test(character)) return 0;
  return TWO_COLUMNS.test(character) ? 2 : 1;
}
