import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** How the folders begin in which files are made. */
const PREFIX = '.making-';

/**
 * Makes a file so that whoever reads it meanwhile finds the old one or the new one, either whole: `make` writes it, and what
 * else it needs beside it, in a folder of its own.
 */
export async function makeWhole(file: string, make: (path: string) => Promise<void>): Promise<void> {
  await withMakingFolder(dirname(file), async (making) => {
    const path = join(making, basename(file));
    await make(path);
    await rename(path, file);
  });
}

/** Gives `work` a new folder within another, which is removed after it, whatever has become of it. */
export async function withMakingFolder(
  folder: string,
  work: (making: string) => Promise<void>,
): Promise<void> {
  const making = await mkdtemp(join(folder, PREFIX));
  try {
    await work(making);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Whether a name in a folder is that of one in which files are made. */
export function isUnfinished(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * Removes what builds left that were killed, from a folder and those in it. What a killed build had started may still run:
 * it finds its folder gone and fails, and never writes to where another build does.
 */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const unfinished = (await readdir(path)).filter(isUnfinished);
    const all = isUnfinished(entry.name) ? [path] : unfinished.map((name) => join(path, name));
    for (const made of all) await rm(made, { recursive: true, force: true });
  }
}
