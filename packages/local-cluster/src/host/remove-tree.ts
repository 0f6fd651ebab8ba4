import { chmod, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '@pod-contagion/errors';

/**
 * Removes a folder with all that is in it, also folders that were closed to their owner: a container may do that to its
 * volume. There being none is no mistake. Links are removed, never followed.
 */
export async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    await openFolders(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is gone already needs no opening: a removal that failed at one folder goes on beside this with the others. */
async function openFolders(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o700);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) await openFolders(path.join(folder, entry.name));
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
