import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '@pod-contagion/errors';

/** The unit that a file system counts in, in bytes, whatever its own blocks. Source: POSIX, sys/stat.h (`st_blocks`). */
const BLOCK_BYTES = 512;

/**
 * How much room a folder takes on the disk, itself and what is linked twice included once, in bytes; 0 where it is not
 * there. Other file systems in it do not count, nor what is closed to us or goes meanwhile.
 *
 * Source: pkg/volume/util/fs/fs.go (`DiskUsage`).
 */
export async function diskUsage(folder: string): Promise<number> {
  const counted = new Set<number>();
  let device: number | undefined;
  let bytes = 0;
  const folders = [folder];
  const count = async (place: string): Promise<void> => {
    const stats = await lstat(place);
    const { dev, ino, nlink, blocks } = stats;
    device ??= dev;
    if (dev !== device || (nlink > 1 && counted.has(ino))) return;
    if (nlink > 1) counted.add(ino);
    bytes += blocks * BLOCK_BYTES;
    if (stats.isDirectory() && place !== folder) folders.push(place);
  };
  await passOver(() => count(folder));
  // Not by recursion: how deep it is is up to a container.
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const here = next;
    await passOver(async () => {
      for await (const { name } of await opendir(here)) await passOver(() => count(path.join(here, name)));
    });
  }
  return bytes;
}

/** What is gone, closed, or no folder any more is none. */
async function passOver(look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') throw error;
  }
}
