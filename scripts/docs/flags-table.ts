import type { Flag } from '../../packages/command-line/src/flags.ts';
import { table } from './table.ts';

/** The flags of a command, as a table. */
export function flagsTable(all: object): string {
  const rows = Object.entries(all as Record<string, Flag<unknown>>).map(
    ([name, { short, valueName, help, expected }]) => [
      [
        ...(short === undefined ? [] : [`-${short}`]),
        `--${name}${valueName === undefined ? '' : `=<${valueName}>`}`,
      ]
        .map((text) => `\`${text}\``)
        .join(', '),
      expected === undefined ? help : `${help} Takes ${expected}.`,
    ],
  );
  return table(['flag', 'meaning'], rows);
}
