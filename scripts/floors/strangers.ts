import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isFile, type House } from './read-rooms.ts';
import { MAX_DEPTH } from './room-patterns.ts';

/**
 * The folders under a package's src that hold files of the program and stand in no row, and those too deep to be looked at.
 * Where a folder within another has a row, all within that need one.
 */
export function strangersOf({ rooms }: House, src: string): readonly string[] {
  const rows = rooms.filter((room) => !isFile(room)).map((room) => room.path);
  const holding = new Set(
    readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.dirname(file))
      .filter((folder) => folder !== '.'),
  );
  return [...holding].filter((folder) => {
    const row = rows
      .filter((each) => folder === each || folder.startsWith(`${each}/`))
      .reduce<string | undefined>(
        (best, each) => ((best ?? '').length > each.length ? best : each),
        undefined,
      );
    if (row === undefined) return true;
    const isSplit = rows.some((each) => each.startsWith(`${row}/`));
    return (isSplit && row !== folder) || folder.split('/').length - row.split('/').length >= MAX_DEPTH;
  });
}
