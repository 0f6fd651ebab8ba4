import { isFile, type House, type Room } from './read-rooms.ts';

/** Imports that are forbidden, as oxlint's `no-restricted-imports` has them. */
export type Pattern = Readonly<{ group?: readonly string[]; regex?: string; message: string }>;

/** Files of a package's src, and what they may not import besides what the whole package may not. */
export type RoomPatterns = Readonly<{ files: string; patterns: readonly Pattern[] }>;

/** How far below its folder a file may stand; a deeper one would not be looked at. */
export const MAX_DEPTH = 4;

/**
 * What each folder of a package may not import by a relative path: the folders that its row does not name, and what stands
 * beside the folders (`roof`, file names) but for the files of the ground. The folders that are within others come later, so
 * that they win. The linter's expressions know no look-ahead.
 */
export function roomPatterns({ rooms }: House, roof: readonly string[]): readonly RoomPatterns[] {
  const ground = new Set(rooms.filter(isFile).map(({ path }) => path));
  const above = roof.filter((file) => !ground.has(file)).map((file) => file.replace('.', '\\.'));
  const folders = rooms.filter((room) => !isFile(room)).toSorted((a, b) => depthOf(a) - depthOf(b));
  return folders.flatMap((room) =>
    Array.from({ length: MAX_DEPTH }, (_, below) => {
      const up = depthOf(room) + below;
      const besides = `^${'\\.\\./'.repeat(up)}(?:${above.join('|')})$`;
      return {
        files: `${room.path}${'/*'.repeat(below)}/*.ts`,
        patterns: [
          ...forbidden(room, folders, up),
          { regex: besides, message: `${room.path} may not import what puts the package together` },
        ],
      };
    }),
  );
}

/** The other folders as a file sees them that stands `up` folders below src. */
function forbidden(room: Room, folders: readonly Room[], up: number): readonly Pattern[] {
  const own = room.path.split('/');
  return folders.flatMap(({ path }) => {
    if (path === room.path || room.imports.includes(path)) return [];
    const other = path.split('/');
    const shared = sharedLength(own, other);
    const ups = up === shared ? '\\./' : '\\.\\./'.repeat(up - shared);
    const way = `${ups}${other.slice(shared).join('/')}/`.replace('//', '/');
    // Where folders within it have rows of their own, all have, and it is its own files alone.
    const isSplit = folders.some((folder) => folder.path.startsWith(`${path}/`));
    const allowed = room.imports.join(', ') || 'nothing above the ground';
    return [
      {
        regex: `^${way}${isSplit ? '[^/]+$' : ''}`,
        message: `docs/architecture.md lets ${room.path} import ${allowed}`,
      },
    ];
  });
}

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((part, index) => part !== other[index]);
  return differs === -1 ? one.length : differs;
}

function depthOf({ path }: Room): number {
  return path.split('/').length;
}
