import { statfs } from 'node:fs/promises';

/** The least that has to be free, in bytes: records, last words and the first lines of the logs of a few hundred pods. */
const NEEDED_BYTES = 1024 * 1024;

/** What is asked of a file system. */
export type FileSystem = Readonly<{ bsize: number; blocks: number; bavail: number }>;

/** Makes sure that pods will be able to write. Throws an Error that says how much is free. */
export async function checkFreeSpace(
  folder: string,
  ask: (path: string) => Promise<FileSystem> = statfs,
): Promise<void> {
  const { bsize, blocks, bavail } = await ask(folder);
  // A file system that counts no blocks at all, as some of those over a network, does not tell.
  if (blocks === 0 || bavail * bsize >= NEEDED_BYTES) return;
  throw new Error(
    `expected ${NEEDED_BYTES / 1024} KiB of free space, got ${Math.floor((bavail * bsize) / 1024)}`,
  );
}
