/** The cells of one line of a table in Markdown; none where it is no such line. */
export function cellsOf(line: string): string[] {
  return line.startsWith('|')
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
}

/** What stands in a cell between backticks: packages, folders, files. */
export function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([a-z][a-z0-9/.-]*)`/g)].map(([, name = '']) => name);
}
