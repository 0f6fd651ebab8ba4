import type { Claim } from './lines.ts';

const HEAD = ['claim', 'expected', 'measured', 'holds'];

/** Claims as tables in Markdown, one for each group. */
export function claimTables(claims: readonly Claim[]): string {
  const groups = [...new Set(claims.map(({ group }) => group))];
  return groups
    .map((group) => `### ${group}\n\n${claimTable(claims.filter((claim) => claim.group === group))}\n`)
    .join('\n');
}

function claimTable(claims: readonly Claim[]): string {
  const rows = claims.map(({ what, expected, measured, holds }) => [
    what,
    expected,
    measured,
    holds ? 'yes' : '**no**',
  ]);
  const cells = [HEAD, ...rows].map((row) => row.map(cell));
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** One cell: on one line, and with no bar of its own. */
function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', String.raw`\|`);
}
