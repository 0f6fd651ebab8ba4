import { cellsOf, namesIn } from './table-cells.ts';

/** A folder of a package's src, or a file that stands beside them on the ground. */
export type Room = Readonly<{ path: string; imports: readonly string[] }>;

/** The rooms of one package, the highest first. */
export type House = Readonly<{ package: string; rooms: readonly Room[] }>;

/** The first columns of the tables that say it. */
const HEAD = ['folder', 'may import'] as const;

const HEADING = /^## Inside packages\/([a-z-]+)$/;

/**
 * Reads what each folder of a package may import, from the tables of docs/architecture.md under `## Inside packages/...`, the
 * highest first. Throws where a folder imports one that does not stand below it.
 */
export function readRooms(page: string): readonly House[] {
  const houses: House[] = [];
  let inside: string | undefined;
  const lines = page.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('## ')) inside = HEADING.exec(line)?.[1];
    if (inside === undefined || cellsOf(line).slice(0, HEAD.length).join() !== HEAD.join()) continue;
    houses.push({ package: inside, rooms: roomsBelow(inside, lines.slice(index + 2)) });
  }
  return houses;
}

function roomsBelow(house: string, lines: readonly string[]): readonly Room[] {
  const end = lines.findIndex((line) => !line.startsWith('|'));
  const rooms = lines.slice(0, end).flatMap((line) => {
    const [paths = '', imports = ''] = cellsOf(line);
    return namesIn(paths).map((path) => ({ path, imports: namesIn(imports) }));
  });
  for (const [index, { path, imports }] of rooms.entries()) {
    const below = new Set(rooms.slice(index + 1).map((room) => room.path));
    const wrong = imports.find((each) => !below.has(each));
    if (wrong === undefined) continue;
    throw new Error(`expected ${path} of ${house} to import folders below it, got ${wrong}`);
  }
  return rooms;
}

/** Whether a room is a file: one on the ground, which all folders may import. */
export function isFile({ path }: Room): boolean {
  return path.endsWith('.ts');
}
