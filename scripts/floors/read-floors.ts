import { cellsOf, namesIn } from './table-cells.ts';

/** What a package may import of ours, and where it runs. */
export type Floor = Readonly<{ package: string; imports: readonly string[]; inBrowsers: boolean }>;

/** The columns of the table that says it. */
const HEAD = ['package', 'imports', 'runs in'] as const;

/**
 * Reads the floors of packages from the table of docs/architecture.md, the highest first. Throws where the table is missing or a
 * package imports one that does not stand below it.
 */
export function readFloors(page: string): readonly Floor[] {
  const lines = page.split('\n');
  const head = lines.findIndex((line) => cellsOf(line).join() === HEAD.join());
  if (head === -1) throw new Error(`expected a table of ${HEAD.join(', ')}, got none`);
  const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  const floors = lines.slice(head + 2, end).flatMap((line) => {
    const [names = '', imports = '', runsIn = ''] = cellsOf(line);
    return namesIn(names).map((name) => ({
      package: name,
      imports: namesIn(imports),
      inBrowsers: runsIn.includes('browsers'),
    }));
  });
  for (const [index, { package: name, imports }] of floors.entries()) {
    const below = new Set(floors.slice(index + 1).map((floor) => floor.package));
    const wrong = imports.find((each) => !below.has(each));
    if (wrong !== undefined) throw new Error(`expected ${name} to import packages below it, got ${wrong}`);
  }
  return floors;
}
