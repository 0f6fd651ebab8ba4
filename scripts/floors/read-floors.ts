import { cellsOf, namesIn } from './table-cells.ts';

/** What a package, or a folder of one that stands higher than the rest of it, may import of ours, and where it runs. */
export type Floor = Readonly<{
  /** Of the package, in which a part has its folder. */
  package: string;
  /** Folder below `src`, which is an entry point of that name; undefined for the rest of the package. */
  part: string | undefined;
  imports: readonly string[];
  inBrowsers: boolean;
}>;

/** The columns of the table that says it. */
const HEAD = ['package', 'imports', 'runs in'] as const;

/**
 * Reads the floors of packages from the table of docs/architecture.md, the highest first. Throws where the table is missing, a
 * package imports one that does not stand below it, or a part has no package below it.
 */
export function readFloors(page: string): readonly Floor[] {
  const lines = page.split('\n');
  const head = lines.findIndex((line) => cellsOf(line).join() === HEAD.join());
  if (head === -1) throw new Error(`expected a table of ${HEAD.join(', ')}, got none`);
  const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  const floors = lines.slice(head + 2, end).flatMap((line) => {
    const [names = '', imports = '', runsIn = ''] = cellsOf(line);
    return namesIn(names).map((name) => {
      const [ofPackage = '', part] = name.split('/');
      return { package: ofPackage, part, imports: namesIn(imports), inBrowsers: runsIn.includes('browsers') };
    });
  });
  for (const [index, floor] of floors.entries()) {
    const below = new Set(floors.slice(index + 1).map(nameOf));
    const needed = floor.part === undefined ? floor.imports : [floor.package, ...floor.imports];
    const wrong = needed.find((each) => !below.has(each));
    if (wrong !== undefined) {
      throw new Error(`expected ${nameOf(floor)} to import packages below it, got ${wrong}`);
    }
  }
  return floors;
}

/** How the table, and an import, name it: `epidemic`, `epidemic/feed`. */
export function nameOf({ package: name, part }: Pick<Floor, 'package' | 'part'>): string {
  return part === undefined ? name : `${name}/${part}`;
}
