import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Where a program is: a path as it stands, a name in the folders of PATH, `~` being the user's own folder. Undefined where
 * there is none that may be run.
 */
export function findProgram(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const expanded = path.replace(/^~(?=\/|$)/, env['HOME'] ?? homedir());
  if (expanded.includes('/')) return isProgram(expanded) ? expanded : undefined;
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, expanded))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
