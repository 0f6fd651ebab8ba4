import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isUnfinished } from './whole.ts';

/** How long files of earlier builds are kept, in milliseconds: no command runs longer that still has any to load. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Removes from a folder what an earlier build left there that has not come again, a day after. */
export async function removeOld(folder: string, present: ReadonlySet<string>): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !present.has(name) && !isUnfinished(name));
  for (const name of names) {
    const file = join(folder, name);
    const ageMs = Date.now() - (await stat(file)).mtimeMs;
    if (ageMs > KEPT_MS) await rm(file, { recursive: true, force: true });
  }
}
