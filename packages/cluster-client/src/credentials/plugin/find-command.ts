import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from '../../kubeconfig/files.ts';

/**
 * The path of a program: as it is where it has a slash, else the first of that name in the PATH of this process, not
 * in that of the program's own variables (Go's exec.LookPath). Undefined where there is none that can be run.
 */
export async function findCommand(command: string, env: Environment): Promise<string | undefined> {
  if (command.includes('/')) return (await isProgram(command)) ? command : undefined;
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    // As Go does: never what happens to lie where one is.
    if (!isAbsolute(folder)) continue;
    const path = join(folder, command);
    if (await isProgram(path)) return path;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
